using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Splits;

/// <summary>
/// Measures a bundle on the host it runs on: each head with its codecs on a device, each tail on an edge, and the whole model on either, warm
/// and one example at a time.
/// </summary>
public sealed class PartitionProfiler(Bundle bundle, BundleCache cache, TimeProvider time)
{
    private const int WarmUp = 3;
    private const int Seed = 7;
    private const string AnyQuestion = "what";

    // A large model on a busy host is timed by fewer runs; real requests will tell more.
    private static readonly TimeSpan EnoughTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Quantiles of fewer say little; more would delay the hello of a slow device.</summary>
    public int Runs { get; init; } = 15;

    public PartitionSessionOptions Sessions { get; init; } = new();

    /// <summary>The whole model, every head, and encoding with every codec of its cut.</summary>
    public IReadOnlyList<PartitionProfile> OfDevice()
    {
        using var answers = Answers();
        using var whole = Open(bundle.Whole);
        var input = AnyInput(whole.Inputs);
        var profiles = new List<PartitionProfile> { Measure(CutNames.Output, PartitionSide.Head, "", () => Write(answers, whole.Run(input)), bundle.PeakBytes) };
        foreach (var cut in bundle.Cuts)
        {
            using var head = Open(cut.Head);
            var taken = AnyInput(head.Inputs); // a head before the question encoder takes no question
            var features = head.Run(taken);
            profiles.Add(Measure(cut.Id, PartitionSide.Head, "", () => head.Run(taken), cut.HeadPeakBytes));
            profiles.AddRange(cut.Codecs.Select(c => Measure(cut.Id, PartitionSide.Encode, c.Id, () => FeatureStream.Encode(features, c.Id, cut))));
        }
        return profiles;
    }

    /// <summary>The whole model, every tail, and decoding with every codec of its cut.</summary>
    public IReadOnlyList<PartitionProfile> OfEdge()
    {
        using var answers = Answers();
        using var whole = Open(bundle.Whole);
        var input = AnyInput(whole.Inputs);
        var profiles = new List<PartitionProfile> { Measure(CutNames.Input, PartitionSide.Tail, "", () => Write(answers, whole.Run(input)), bundle.PeakBytes) };
        foreach (var cut in bundle.Cuts)
        {
            using var tail = Open(cut.Tail);
            var features = AnyInput(tail.Inputs);
            var crossing = features.Where(f => cut.Tensors.Any(t => t.Name == f.Name)).ToArray(); // the question is here already
            profiles.Add(Measure(cut.Id, PartitionSide.Tail, "", () => Write(answers, tail.Run(features)), cut.TailPeakBytes));
            foreach (var codec in cut.Codecs)
            {
                var stream = FeatureStream.Encode(crossing, codec.Id, cut);
                profiles.Add(Measure(cut.Id, PartitionSide.Decode, codec.Id, () => FeatureStream.Decode(stream, cut)));
            }
        }
        return profiles;
    }

    private PartitionProfile Measure(string cut, PartitionSide side, string codec, Action run, long peakBytes = 0)
    {
        var times = RunTimes.Measure(run, WarmUp, Runs, time, EnoughTime);
        return new PartitionProfile(bundle.Id, cut, side, codec, Batch: 1, times.P10Ms, times.P50Ms, times.P90Ms, times.Runs, peakBytes);
    }

    /// <summary>What writes the answer behind the last part; null for a classifier, whose answer is its logits.</summary>
    private ModelTask? Answers() => bundle.Text is null ? null : ModelTask.Open(bundle, file => cache.PathOf(file.Sha256), Sessions);

    private static void Write(ModelTask? answers, IReadOnlyList<TensorData> outputs) => answers?.Read(outputs, AnyQuestion);

    private PartitionSession Open(FileReference file) => new(cache.PathOf(file.Sha256), Sessions);

    /// <summary>Half zeros, as activations are; the time of a network hardly depends on its values, that of an entropy coder does.</summary>
    private static TensorData[] AnyInput(IReadOnlyList<TensorSpec> inputs)
    {
        var random = new Random(Seed);
        return [.. inputs.Select(spec =>
        {
            var shape = spec.Shape.Select(d => Math.Max(d, 1)).ToArray();
            var count = shape.Aggregate(1L, (n, d) => n * d);
            if (spec.ElementType != TensorElementType.Float) return new TensorData(spec.Name, spec.ElementType, shape, new byte[count * ElementTypes.SizeOf(spec.ElementType)]);
            var values = new float[count];
            for (var i = 0; i < count; i++) values[i] = (float)Math.Max(0, 2 * random.NextDouble() - 1);
            return TensorData.OfFloats(spec.Name, shape, values);
        })];
    }
}
