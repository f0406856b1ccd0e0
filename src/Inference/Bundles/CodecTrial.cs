using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Bundles;

/// <summary>What codecs do at one cut, found by sending real features through them one example at a time.</summary>
internal sealed class CodecTrial(PartitionSession head, PartitionSession tail, string cut)
{
    // Enough for stable tables; the calibration thins them out anyway.
    private const int BatchSize = 32;

    /// <summary>The cut's tensors with calibrations, where they are float32 and there are examples.</summary>
    public IReadOnlyList<CutTensor> Calibrate(IReadOnlyList<CutTensor> tensors, IReadOnlyList<LabelledInput> examples)
    {
        var samples = tensors.ToDictionary(t => t.Name, _ => new CalibrationSamples());
        foreach (var batch in examples.Chunk(BatchSize))
            foreach (var features in head.RunBatch([.. batch.Select(e => Feed(e.Input))]))
                foreach (var tensor in features.Where(IsCalibrated)) samples[tensor.Name].Add(tensor);
        return [.. tensors.Select(t => samples[t.Name].Examples > 0 ? t with { Calibration = samples[t.Name].Calibrate() } : t)];
    }

    /// <summary>Bytes with headers and points of accuracy lost, for each codec that can be used here.</summary>
    /// <param name="wholeIsRight">For each example, whether the uncut model answers it rightly; where labels are unknown, all true.</param>
    /// <param name="expected">For each example, the label that counts as right.</param>
    public IReadOnlyList<CutCodec> Try(
        BundleCut described, IReadOnlyList<string> codecs, IReadOnlyList<LabelledInput> examples, IReadOnlyList<bool> wholeIsRight, IReadOnlyList<int> expected)
    {
        var features = examples.Chunk(BatchSize).SelectMany(b => head.RunBatch([.. b.Select(e => Feed(e.Input))])).ToArray();
        var calibrated = described.Tensors.All(t => t.Calibration is not null);
        return [.. codecs.Where(c => calibrated || !NeedsCalibration(c)).Select(codec =>
        {
            var streams = features.Select(f => FeatureStream.Encode(f, codec, described)).ToArray();
            var right = streams.Chunk(BatchSize)
                .SelectMany(b => tail.RunBatch([.. b.Select(s => FeatureStream.Decode(s, described))]))
                .Select((outputs, i) => BestLabel(outputs[0]) == expected[i] ? 1 : 0).Sum();
            var bytes = streams.Select(s => (double)s.Length).Order().ToArray();
            return new CutCodec(
                codec, 100.0 * (wholeIsRight.Count(r => r) - right) / examples.Count, bytes.Average(), RunTimes.Quantile(bytes, 0.9), examples.Count);
        })];
    }

    public static int BestLabel(TensorData logits) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits.Floats);

    private IReadOnlyList<TensorData> Feed(TensorData input) => [input.Named(head.Inputs[0].Name)];

    private static bool NeedsCalibration(string codec) => codec.StartsWith("clip", StringComparison.Ordinal);

    private static bool IsCalibrated(TensorData tensor) => tensor.ElementType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float;

    public override string ToString() => cut;
}
