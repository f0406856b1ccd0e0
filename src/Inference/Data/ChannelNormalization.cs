using EdgeActors.Inference.Bundles;

namespace EdgeActors.Inference.Data;

/// <summary>(value / 255 - mean) / standard deviation, per channel: <see cref="Mean"/> and <see cref="Deviation"/> are in units of 0..1.</summary>
public sealed record ChannelNormalization(float[] Mean, float[] Deviation)
{
    /// <summary>Of the 50,000 training pictures of CIFAR-10 (Krizhevsky 2009), rounded.</summary>
    public static readonly ChannelNormalization Cifar10 = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <summary>0..1 to -1..1, for pictures of which nothing is known.</summary>
    public static readonly ChannelNormalization Centred = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>As a model's manifest says.</summary>
    public static ChannelNormalization Of(PictureInput picture) => new([.. picture.Mean], [.. picture.Std]);

    /// <summary>For each channel, the normalised value of each of the 256 bytes.</summary>
    public float[][] Tables() => [.. Mean.Zip(Deviation, (m, d) => Enumerable.Range(0, 256).Select(v => (v / 255f - m) / d).ToArray())];

    /// <summary>Writes one planar 8-bit picture, normalised, without changing it otherwise.</summary>
    public static void Apply(ReadOnlySpan<byte> picture, Span<float> into, float[][] tables)
    {
        var plane = picture.Length / tables.Length;
        for (var i = 0; i < picture.Length; i++)
        {
            into[i] = tables[i / plane][picture[i]];
        }
    }
}
