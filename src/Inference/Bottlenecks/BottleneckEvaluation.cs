using EdgeActors.Inference.Data;
using EdgeActors.Inference.Sessions;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>The codes of a picture set, and how often the tail is right when it gets so much of each.</summary>
public sealed class BottleneckEvaluation : IDisposable
{
    private const int BatchSize = 100;

    private readonly PictureSet _set;
    private readonly float[][] _codes;
    private readonly PartitionSession _tail;

    /// <param name="network">As <see cref="BottleneckNetwork.ForUse"/> gives it.</param>
    public BottleneckEvaluation(Model network, PictureSet set, ChannelNormalization normalization)
    {
        _set = set;
        var cutter = new Cutter(network);
        var halves = cutter.Extract(cutter.At(BottleneckNames.Code));
        using var head = new PartitionSession(OnnxFile.ToBytes(halves.Head), "the head of a bottleneck");
        _tail = new PartitionSession(OnnxFile.ToBytes(halves.Tail), "the tail of a bottleneck");
        var tables = normalization.Tables();
        _codes = [.. Enumerable.Range(0, set.Count).Chunk(BatchSize).SelectMany(batch =>
        {
            var pixels = set.Normalized(batch[0], batch.Length, tables);
            var codes = head.Run([TensorData.OfFloats(head.Inputs[0].Name, [batch.Length, PictureSet.Channels, set.Height, set.Width], pixels)])[0];
            var symbols = (int)codes.Shape[1];
            return Enumerable.Range(0, batch.Length).Select(i => codes.Floats.Slice(i * symbols, symbols).ToArray()).ToArray();
        })];
    }

    /// <summary>One per picture.</summary>
    public IReadOnlyList<float[]> Codes => _codes;

    /// <summary>Pictures answered rightly when the first so many symbols arrive.</summary>
    public int Correct(int symbols) => Enumerable.Range(0, _set.Count).Chunk(BatchSize).Sum(batch =>
    {
        var length = _codes[0].Length;
        var received = new float[batch.Length * length];
        foreach (var (picture, i) in batch.Select((p, i) => (p, i))) _codes[picture].AsSpan(0, symbols).CopyTo(received.AsSpan(i * length));
        var logits = _tail.Run([TensorData.OfFloats(BottleneckNames.Code, [batch.Length, length], received)])[0];
        var classes = (int)logits.Shape[1];
        return batch.Where((picture, i) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits.Floats.Slice(i * classes, classes)) == _set.Classes[picture]).Count();
    });

    public void Dispose() => _tail.Dispose();
}
