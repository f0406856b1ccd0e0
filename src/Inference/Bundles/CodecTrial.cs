using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

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
        var first = new List<(IReadOnlyList<TensorData> Features, LabelledInput Example)>();
        foreach (var batch in examples.Chunk(BatchSize))
            foreach (var (features, example) in head.RunBatch([.. batch.Select(e => e.For(head))]).Zip(batch))
            {
                if (first.Count < ChannelImportance.Examples) first.Add((features, example));
                foreach (var tensor in features.Where(IsCalibrated)) samples[tensor.Name].Add(tensor);
            }
        if (first.Count == 0) return tensors;
        var importance = new ChannelImportance(tail, first);
        return [.. tensors.Select(t => samples[t.Name].Examples > 0 ? t with { Calibration = samples[t.Name].Calibrate(importance.Of(t.Name)) } : t)];
    }

    /// <summary>Bytes with headers and points of accuracy lost, for each codec that can be used here.</summary>
    /// <param name="score">Points, 0 to 100, for what the tail gave for each example.</param>
    /// <param name="whole">Points of the uncut model.</param>
    public IReadOnlyList<CutCodec> Try(
        BundleCut described, IReadOnlyList<string> codecs, IReadOnlyList<LabelledInput> examples, Func<IReadOnlyList<IReadOnlyList<TensorData>>, double> score, double whole)
    {
        var calibrated = described.Tensors.All(t => t.Calibration is not null);
        return [.. codecs.Where(c => calibrated || !NeedsCalibration(c)).Select(codec =>
        {
            // Features are made anew for each codec: those of thousands of examples would fill the memory.
            var (bytes, outputs) = (new List<double>(examples.Count), new List<IReadOnlyList<TensorData>>(examples.Count));
            foreach (var batch in examples.Chunk(BatchSize))
            {
                var streams = head.RunBatch([.. batch.Select(e => e.For(head))]).Select(f => FeatureStream.Encode(f, codec, described)).ToArray();
                bytes.AddRange(streams.Select(s => (double)s.Length));
                outputs.AddRange(tail.RunBatch([.. streams.Zip(batch).Select(e => PartitionFeeds.Of(tail, FeatureStream.Decode(e.First, described), e.Second.Question))]));
            }
            bytes.Sort();
            return new CutCodec(codec, whole - score(outputs), bytes.Average(), RunTimes.Quantile([.. bytes], 0.9), examples.Count);
        })];
    }

    public static int BestLabel(TensorData logits) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits.Floats);

    private static bool NeedsCalibration(string codec) => codec.StartsWith("clip", StringComparison.Ordinal);

    private static bool IsCalibrated(TensorData tensor) => tensor.ElementType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float;

    public override string ToString() => cut;
}
