using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Training;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Bundles;

/// <summary>
/// How much an error in each channel of a cut does to the answer: noise of the size that coarse quantisation makes is put on one channel at a time, and
/// the change of what the tail gives is measured. That is the diagonal of the second-order term of the loss (LeCun, Denker and Solla 1990), taken by
/// difference and without labels.
/// </summary>
internal sealed class ChannelImportance
{
    /// <summary>As many examples as it should be measured on; the figure is a mean over all positions of a channel too.</summary>
    public const int Examples = 64;

    // Of a channel's own deviation: what four levels leave as error.
    private const double NoiseShare = 0.3;

    // Of the mean importance: noise may show nothing where a large error would.
    private const double Least = 0.1;

    private const int BatchSize = 32;
    private const long Seed = 11;

    private readonly PartitionSession _tail;
    private readonly IReadOnlyList<(IReadOnlyList<TensorData> Features, LabelledInput Example)> _examples;
    private readonly float[][] _answers;

    public ChannelImportance(PartitionSession tail, IReadOnlyList<(IReadOnlyList<TensorData> Features, LabelledInput Example)> examples)
    {
        (_tail, _examples) = (tail, examples);
        _answers = Answers((features, _) => features);
    }

    /// <param name="tensor">Of the cut, float32 <c>[N, C, ...]</c>.</param>
    /// <returns>Per channel, per unit of squared error, relative to their mean; null where there are no channels to tell apart or no answer in numbers.</returns>
    public double[]? Of(string tensor)
    {
        var shape = Find(_examples[0].Features, tensor).Shape;
        if (shape.Length < 3 || shape[1] < 2 || _answers.Length == 0) return null;
        var channels = (int)shape[1];
        var importance = new double[channels];
        for (var c = 0; c < channels; c++)
        {
            var deviation = Deviation(tensor, c, channels);
            if (deviation == 0) continue;
            var noise = (float)(NoiseShare * deviation);
            var channel = c;
            var answers = Answers((features, example) =>
                [.. features.Select(f => f.Name == tensor ? Disturbed(f, channel, channels, noise, new SeededRandom(Seed, channel, example)) : f)]);
            importance[c] = answers.Zip(_answers, SquaredDifference).Average() / (noise * noise);
        }
        var mean = importance.Average();
        return mean > 0 ? [.. importance.Select(i => Math.Max(i / mean, Least))] : null;
    }

    /// <summary>The tail's first output for each example, as far as it is float32.</summary>
    /// <param name="change">By features and number of the example.</param>
    private float[][] Answers(Func<IReadOnlyList<TensorData>, int, IReadOnlyList<TensorData>> change) =>
        [.. _examples.Select((e, i) => PartitionFeeds.Of(_tail, change(e.Features, i), e.Example.Question)).Chunk(BatchSize)
            .SelectMany(_tail.RunBatch)
            .Where(outputs => outputs[0].ElementType == TensorElementType.Float)
            .Select(outputs => outputs[0].Floats.ToArray())];

    private double Deviation(string tensor, int channel, int channels)
    {
        var (sum, squares, count) = (0.0, 0.0, 0L);
        foreach (var (features, _) in _examples)
        {
            var map = Channel(Find(features, tensor), channel, channels);
            foreach (var v in map) (sum, squares) = (sum + v, squares + (double)v * v);
            count += map.Length;
        }
        return Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
    }

    private static TensorData Disturbed(TensorData features, int channel, int channels, float noise, SeededRandom random)
    {
        var values = features.Floats.ToArray();
        var plane = values.Length / channels;
        foreach (ref var v in values.AsSpan(channel * plane, plane)) v += random.NextBool() ? noise : -noise;
        return TensorData.OfFloats(features.Name, features.Shape, values);
    }

    /// <summary>Of one example.</summary>
    private static ReadOnlySpan<float> Channel(TensorData features, int channel, int channels)
    {
        var plane = (int)(features.Count / channels);
        return features.Floats.Slice(channel * plane, plane);
    }

    private static TensorData Find(IReadOnlyList<TensorData> features, string tensor) => features.First(f => f.Name == tensor);

    private static double SquaredDifference(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (double)(a[i] - b[i]);
        return sum;
    }
}
