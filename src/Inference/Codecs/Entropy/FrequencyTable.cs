namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>
/// How often each symbol is expected, in a form small enough to send: a level per symbol, half a power of two each, 0 for never. The
/// rounding costs about 0.01 bit per symbol; exact counts would cost more in the header of a small tensor than they save.
/// </summary>
internal static class FrequencyTable
{
    public const int ScaleBits = 12;

    /// <summary>Normalised frequencies add up to this.</summary>
    public const int Scale = 1 << ScaleBits;

    /// <summary>Levels run from 0 (never) to this (always).</summary>
    public const int MaxLevel = 2 * ScaleBits + 1;

    // 2^((level - 1) / 2) in 1/4096; integers, so that both ends of a link get the same table whatever their processor.
    private static readonly long[] Weights =
        [0, .. Enumerable.Range(0, MaxLevel).Select(l => (long)Math.Round(Scale * Math.Pow(2, l / 2.0)))];

    /// <param name="counts">How often each symbol occurred.</param>
    /// <param name="everyPossible">Gives symbols that did not occur the lowest level: for a table that meets other data than it was made from.</param>
    public static byte[] Levels(ReadOnlySpan<int> counts, bool everyPossible = false)
    {
        var total = 0L;
        foreach (var c in counts) total += c;
        var levels = new byte[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0) levels[i] = (byte)Math.Clamp(1 + (int)Math.Round(2 * Math.Log2(counts[i] * (double)Scale / total)), 1, MaxLevel);
            else if (everyPossible) levels[i] = 1;
        }
        return levels;
    }

    /// <summary>Frequencies that add up to <see cref="Scale"/>; at least 1 where the level is not 0.</summary>
    /// <returns>Null where the levels cannot be a table: fewer than two symbols, or more than <see cref="Scale"/>.</returns>
    public static ushort[]? Normalise(ReadOnlySpan<byte> levels)
    {
        long total = 0;
        int used = 0, largest = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] > MaxLevel) return null;
            total += Weights[levels[i]];
            if (levels[i] > 0) used++;
            if (levels[i] > levels[largest]) largest = i;
        }
        if (used < 2 || levels.Length > 256) return null;

        var frequencies = new ushort[levels.Length];
        var left = Scale;
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] == 0) continue;
            frequencies[i] = (ushort)Math.Max(1, Weights[levels[i]] * (Scale - used) / total);
            left -= frequencies[i];
        }
        return Settle(frequencies, left, largest) ? frequencies : null;
    }

    /// <summary>What rounding left over goes to the likeliest symbol; what it took too much comes from the larger ones.</summary>
    private static bool Settle(ushort[] frequencies, int left, int largest)
    {
        if (left >= 0)
        {
            frequencies[largest] += (ushort)left;
            return true;
        }
        for (var i = 0; i < frequencies.Length && left < 0; i++)
        {
            var spare = Math.Min(Math.Max(frequencies[i] - 1, 0) / 2, -left);
            frequencies[i] -= (ushort)spare;
            left += spare;
        }
        return left == 0;
    }

    /// <summary>
    /// The first and last symbol used, then the step from each level to the next, in a code whose shortest words are for no step and small
    /// steps: the tables of quantised activations are smooth.
    /// </summary>
    public static void Write(ReadOnlySpan<byte> levels, WireWriter to)
    {
        var first = levels.IndexOfAnyExcept((byte)0);
        var last = levels.LastIndexOfAnyExcept((byte)0);
        to.Byte((byte)first);
        to.Byte((byte)last);
        var bits = new BitWriter(to);
        var previous = MaxLevel / 2;
        for (var i = first; i <= last; i++)
        {
            bits.Unary(ZigZag(levels[i] - previous));
            previous = levels[i];
        }
        bits.Flush();
    }

    /// <param name="symbols">Size of the alphabet.</param>
    public static byte[] Read(ref WireReader from, int symbols)
    {
        int first = from.Byte(), last = from.Byte();
        if (first > last || last >= symbols) throw WireReader.Corrupt($"its frequency table runs from {first} to {last} of {symbols}");
        var levels = new byte[symbols];
        var bits = new BitReader();
        var previous = MaxLevel / 2;
        for (var i = first; i <= last; i++)
        {
            previous += UnZigZag(bits.Unary(ref from, 2 * MaxLevel));
            if (previous is < 0 or > MaxLevel) throw WireReader.Corrupt("its frequency table leaves its bounds");
            levels[i] = (byte)previous;
        }
        return levels;
    }

    private static int ZigZag(int value) => (value << 1) ^ (value >> 31);

    private static int UnZigZag(int value) => (value >> 1) ^ -(value & 1);
}
