using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// A trained bottleneck as a further cut of its model's bundle: the head ends in the encoder, the tail begins with the decoder, and each rate of the code
/// is a codec with the bytes and the loss that were measured. To everything that chooses and negotiates it is a cut like any other.
/// </summary>
internal sealed class BottleneckCut(string path)
{
    private const int BatchSize = 32;
    private const int EqualityExamples = 4;

    private readonly BottleneckFile _file = BottleneckFile.Read(path);

    /// <summary>Head and tail, the same bytes on every host.</summary>
    public Halves Halves(string networkSha256)
    {
        var cutter = new Cutter(_file.Network);
        return cutter.Extract(cutter.At(BottleneckNames.Code), networkSha256);
    }

    /// <param name="score">Points for what the tail gave for each example of the evaluation.</param>
    /// <param name="whole">Points of the uncut model.</param>
    public BundleCut Measure(BundleExamples examples, Func<IReadOnlyList<IReadOnlyList<TensorData>>, double> score, double whole, BundleCache cache)
    {
        var network = ModelFile.Of(path);
        var halves = Halves(network.Sha256);
        var (headFile, tailFile) = (OnnxFile.ToBytes(halves.Head), OnnxFile.ToBytes(halves.Tail));
        var id = BottleneckNames.CutId(_file.At);
        using var head = new PartitionSession(headFile, $"the head of {id}");
        using var tail = new PartitionSession(tailFile, $"the tail of {id}");
        var codes = examples.Calibration.Chunk(BatchSize)
            .SelectMany(b => head.RunBatch([.. b.Select(e => e.For(head))]))
            .Select(features => features[0].Floats.ToArray()).ToArray();
        var calibration = CodeCalibration.Of(codes, _file.Levels, _file.Rates);
        var equality = CutVerifier.Seeded(_file.Network, EqualityExamples).Check(halves);
        var cut = new BundleCut
        {
            Id = id,
            Tensors = [new CutTensor(BottleneckNames.Code, TensorElementType.Float, [-1, codes[0].Length], calibration)],
            Head = cache.AddFile(headFile),
            Tail = cache.AddFile(tailFile),
            Network = new FileReference(network.Sha256, network.Bytes),
            HeadMacs = halves.Boundary.HeadMacs,
            TailMacs = halves.Boundary.TailMacs,
            HeadPeakBytes = halves.Boundary.HeadPeakBytes,
            TailPeakBytes = halves.Boundary.TailPeakBytes,
            Codecs = [],
            Equality = new CutEquality(equality.MaxAbsDifference, equality.Top1Agreement, equality.Examples),
        };
        var rates = calibration.Code!.Rates.Select(r => r.Codec).ToArray();
        return cut with { Codecs = new CodecTrial(head, tail, id).Try(cut, rates, examples.Evaluation, score, whole) };
    }
}
