namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>Frequencies in the forms that the inner loops of <see cref="Rans"/> want.</summary>
internal sealed class RansTable
{
    private RansTable(ushort[] frequencies)
    {
        Decoding = new uint[FrequencyTable.Scale];
        Encoding = new EncodingEntry[frequencies.Length];
        uint start = 0;
        for (var symbol = 0; symbol < frequencies.Length; symbol++)
        {
            uint frequency = frequencies[symbol];
            Encoding[symbol] = EncodingEntry.Of(start, frequency);
            for (uint slot = 0; slot < frequency; slot++)
                Decoding[start + slot] = (uint)symbol | frequency << 8 | slot << 20;
            start += frequency;
        }
    }

    /// <summary>Per slot of the scale: symbol in bits 0-7, its frequency in 8-19, the slot's place within the symbol in 20-31.</summary>
    public uint[] Decoding { get; }

    /// <summary>Per symbol.</summary>
    public EncodingEntry[] Encoding { get; }

    /// <returns>Null where the levels cannot be a table.</returns>
    public static RansTable? Of(ReadOnlySpan<byte> levels) => FrequencyTable.Normalise(levels) is { } f ? new RansTable(f) : null;

    /// <summary>
    /// Division by the frequency as a multiplication: floor(2^64 / f) + 1 gives the exact quotient of any 32-bit state, since the excess,
    /// at most f per unit, stays below 2^64 / f (Granlund and Montgomery 1994, theorem 4.2). Frequency 1 has no such reciprocal; 2^64 - 1
    /// gives state - 1, which the bias makes good.
    /// </summary>
    internal readonly record struct EncodingEntry(ulong Reciprocal, uint Limit, uint Bias, uint Complement, uint Frequency)
    {
        public static EncodingEntry Of(uint start, uint frequency) => frequency switch
        {
            0 => default,
            1 => new EncodingEntry(ulong.MaxValue, LimitOf(1), start + FrequencyTable.Scale - 1, FrequencyTable.Scale - 1, 1),
            _ => new EncodingEntry(ulong.MaxValue / frequency + 1, LimitOf(frequency), start, FrequencyTable.Scale - frequency, frequency),
        };

        // A state from here on must give away 16 bits before it can take the symbol.
        private static uint LimitOf(uint frequency) => (Rans.LowerBound >> FrequencyTable.ScaleBits << 16) * frequency;
    }
}
