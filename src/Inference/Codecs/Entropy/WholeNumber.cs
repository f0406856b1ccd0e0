using System.Numerics;

namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>
/// Arithmetic coding (Witten, Neal and Cleary 1987) in exact arithmetic: the symbols narrow an interval of whole numbers below 4096^n, and the fewest
/// bytes that name a number in it are sent. That is the information rounded up to a byte, and at times one more bit; the states and words of
/// <see cref="Rans"/> would cost another 3 bytes in 20. The price is arithmetic on long numbers for each symbol, which only a short code can pay.
/// </summary>
internal static class WholeNumber
{
    /// <returns>The leading bytes of the number, of which the others are 0.</returns>
    public static byte[] Encode(ReadOnlySpan<byte> symbols, CodeTables tables)
    {
        var (low, width) = (BigInteger.Zero, BigInteger.One);
        for (var i = 0; i < symbols.Length; i++)
        {
            var starts = tables.StartsOf(i);
            var start = starts[symbols[i]];
            low = (low << FrequencyTable.ScaleBits) + width * start;
            width *= starts[symbols[i] + 1] - start;
        }
        var bits = symbols.Length * FrequencyTable.ScaleBits;
        var end = low + width;
        for (var bytes = (int)(bits - width.GetBitLength()) / 8; ; bytes++)
        {
            var left = bits - 8 * bytes;
            var leading = left > 0 ? (low + (BigInteger.One << left) - 1) >> left : low << -left;
            if ((left > 0 ? leading << left : leading >> -left) < end) return BigEndian(leading, bytes);
        }
    }

    public static void Decode(ReadOnlySpan<byte> leading, CodeTables tables, Span<byte> symbols)
    {
        var bits = symbols.Length * FrequencyTable.ScaleBits;
        var left = bits - 8 * leading.Length;
        if (left <= -8) throw WireReader.Corrupt("its number is longer than any that stands for its symbols");
        var rest = new BigInteger(leading, isUnsigned: true, isBigEndian: true);
        rest = left > 0 ? rest << left : rest >> -left;
        var width = BigInteger.One;
        for (var i = 0; i < symbols.Length; i++)
        {
            var unit = width << (symbols.Length - 1 - i) * FrequencyTable.ScaleBits;
            var slot = (int)BigInteger.Min(rest / unit, FrequencyTable.Scale - 1);
            var starts = tables.StartsOf(i);
            byte symbol = 0;
            while (starts[symbol + 1] <= slot) symbol++;
            rest -= unit * starts[symbol];
            width *= starts[symbol + 1] - starts[symbol];
            symbols[i] = symbol;
        }
        // The smallest such number is sent: more bytes than it needs, or another number in the interval, is damage.
        if (leading.Length > 0 && rest >= BigInteger.One << Math.Max(left, 0)) throw WireReader.Corrupt("its number is not the one that stands for its symbols");
    }

    private static byte[] BigEndian(BigInteger number, int bytes)
    {
        var padded = new byte[bytes];
        if (number.IsZero) return padded;
        var exact = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        exact.CopyTo(padded, bytes - exact.Length);
        return padded;
    }
}
