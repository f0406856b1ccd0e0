using System.Buffers;
using System.Runtime.InteropServices;

namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>
/// rANS for the few levels of a clipped feature map, each symbol with the frequencies for its channel and its neighbourhood: the levels to the
/// left and above, summed, in four classes. Activations next to each other are alike, so this saves what one table per channel can't.
/// One state, since a symbol's table depends on the symbol before it.
/// <code>payload: state 4 · 16-bit words, little-endian, in the order the decoder reads them</code>
/// </summary>
internal static class NeighbourCoder
{
    /// <summary>Neighbourhoods told apart: all 0, up to a quarter, up to a half, above.</summary>
    public const int Contexts = 4;

    /// <param name="left">Level of the value to the left, 0 at the edge.</param>
    /// <param name="above">Likewise.</param>
    public static int ContextOf(int left, int above, int levels)
    {
        var sum = left + above;
        return sum == 0 ? 0 : 2 * sum <= levels ? 1 : sum <= levels ? 2 : 3;
    }

    /// <param name="symbols">Planes one after another, channel by channel, example by example.</param>
    public static void Encode(ReadOnlySpan<byte> symbols, FeatureMaps maps, NeighbourTables tables, WireWriter to)
    {
        var words = ArrayPool<ushort>.Shared.Rent(symbols.Length + 4);
        var next = words.Length;
        ref var output = ref MemoryMarshal.GetArrayDataReference(words);
        var state = Rans.LowerBound;
        for (var plane = symbols.Length / maps.Plane - 1; plane >= 0; plane--)
        {
            var map = symbols.Slice(plane * maps.Plane, maps.Plane);
            var channel = plane % maps.Channels;
            for (var i = map.Length - 1; i >= 0; i--)
                Rans.Put(ref state, in tables.Encoding[tables.Row(channel, Context(map, i, maps.Width, tables.Levels)) + map[i]], ref output, ref next);
        }
        to.UInt32(state);
        to.Bytes(MemoryMarshal.AsBytes(words.AsSpan(next)));
        ArrayPool<ushort>.Shared.Return(words);
    }

    /// <summary>The whole of <paramref name="payload"/> must be used up, and the state must end where encoding began.</summary>
    public static void Decode(ReadOnlySpan<byte> payload, FeatureMaps maps, NeighbourTables tables, Span<byte> symbols)
    {
        var from = new WireReader(payload);
        var state = from.UInt32();
        if (from.Left % 2 != 0) throw WireReader.Corrupt("its entropy-coded part has half a word");
        var words = MemoryMarshal.Cast<byte, ushort>(payload[^from.Left..]);
        var next = 0;
        for (var plane = 0; plane < symbols.Length / maps.Plane; plane++)
        {
            var map = symbols.Slice(plane * maps.Plane, maps.Plane);
            var channel = plane % maps.Channels;
            for (var i = 0; i < map.Length; i++)
            {
                var starts = tables.Starts.AsSpan(tables.StartRow(channel, Context(map, i, maps.Width, tables.Levels)), tables.Levels + 1);
                var slot = state & (FrequencyTable.Scale - 1);
                var symbol = 0;
                while (starts[symbol + 1] <= slot) symbol++;
                state = (uint)(starts[symbol + 1] - starts[symbol]) * (state >> FrequencyTable.ScaleBits) + slot - starts[symbol];
                if (state < Rans.LowerBound)
                {
                    if (next >= words.Length) throw WireReader.Corrupt("its entropy-coded part ends early");
                    state = state << 16 | words[next++];
                }
                map[i] = (byte)symbol;
            }
        }
        if (next != words.Length || state != Rans.LowerBound) throw WireReader.Corrupt("its entropy-coded part does not end where it should");
    }

    /// <summary>Adds what one plane shows to <paramref name="counts"/>, <c>[contexts, levels]</c>.</summary>
    public static void Count(ReadOnlySpan<byte> map, int width, int levels, Span<int> counts)
    {
        for (var i = 0; i < map.Length; i++) counts[Context(map, i, width, levels) * levels + map[i]]++;
    }

    private static int Context(ReadOnlySpan<byte> map, int at, int width, int levels) =>
        ContextOf(at % width > 0 ? map[at - 1] : 0, at >= width ? map[at - width] : 0, levels);
}
