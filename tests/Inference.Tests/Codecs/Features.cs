using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Tests.Codecs;

/// <summary>Tensors shaped like what crosses a cut.</summary>
internal static class Features
{
    /// <summary>What a ReLU lets through: about half zeros, the rest with a long tail, each channel of another size.</summary>
    public static TensorData Relu(int seed, params long[] shape)
    {
        var random = new Random(seed);
        var channels = shape.Length > 2 ? shape[1] : 1;
        var scales = Enumerable.Range(0, (int)channels).Select(c => 0.1 + 2.0 * new Random(1000 + c).NextDouble()).ToArray();
        var count = (int)shape.Aggregate(1L, (n, d) => n * d);
        var plane = Math.Max(1, count / (int)(channels * (shape.Length > 0 ? Math.Max(shape[0], 1) : 1)));
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (float)Math.Max(0, Laplace(random) * scales[i / plane % channels]);
        return TensorData.OfFloats("features", shape, values);
    }

    public static TensorData Signed(int seed, params long[] shape)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, (n, d) => n * d)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)Laplace(random);
        return TensorData.OfFloats("features", shape, values);
    }

    public static TensorCalibration Calibrate(params TensorData[] examples)
    {
        var samples = new CalibrationSamples();
        foreach (var e in examples) samples.Add(e);
        return samples.Calibrate();
    }

    public static double MeanSquare(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (double)(a[i] - b[i]);
        return sum / a.Length;
    }

    private static double Laplace(Random random)
    {
        var u = random.NextDouble() - 0.5;
        return -Math.Sign(u) * Math.Log(1 - 2 * Math.Abs(u) + 1e-12);
    }
}
