using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeActors.Inference.Codecs.Entropy;

namespace EdgeActors.Inference.Codecs;

/// <summary>A <see cref="ChannelQuantiser"/> unpacked for use; made once per calibration and kept as long as it.</summary>
internal sealed class QuantiserTables
{
    private static readonly ConditionalWeakTable<ChannelQuantiser, QuantiserTables> Made = [];

    private QuantiserTables(ChannelQuantiser packed)
    {
        if (packed.Bits is < 1 or > 8
            || packed.Channels < 1
            || packed.Frequencies.Length != packed.Channels * NeighbourCoder.Contexts * packed.Levels
            || packed.Centroids.Length != 2 * packed.Channels * packed.Levels
            || packed.Thresholds.Length != 2 * packed.Channels * (packed.Levels - 1)
            || packed.Frequencies.AsSpan().Contains((byte)0))
            throw new CodecException(CodecException.Mismatch, $"The calibration for {packed.Bits} bits is not one: build the bundle again.");
        (Channels, Levels) = (packed.Channels, packed.Levels);
        Thresholds = Singles(packed.Thresholds);
        Centroids = Singles(packed.Centroids);
        Tables = NeighbourTables.Of(packed.Frequencies, Levels)
            ?? throw new CodecException(CodecException.Mismatch, $"The calibration for {packed.Bits} bits has frequencies that cannot be: build the bundle again.");
    }

    public int Channels { get; }
    public int Levels { get; }
    private float[] Thresholds { get; }
    private float[] Centroids { get; }

    public NeighbourTables Tables { get; }

    public ReadOnlySpan<float> ThresholdsOf(int channel) => Thresholds.AsSpan(channel * (Levels - 1), Levels - 1);

    public ReadOnlySpan<float> CentroidsOf(int channel) => Centroids.AsSpan(channel * Levels, Levels);

    public static QuantiserTables Of(ChannelQuantiser packed) => Made.GetValue(packed, static p => new QuantiserTables(p));

    private static float[] Singles(byte[] halves)
    {
        var singles = new float[halves.Length / 2];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(halves), singles);
        return singles;
    }
}
