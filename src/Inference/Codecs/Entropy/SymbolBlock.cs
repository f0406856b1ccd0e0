namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>
/// Symbols with what is needed to read them back: <c>kind 1 · body</c>, where the body is one symbol that all are, the symbols packed into
/// so many bits, or a frequency table and rANS; whichever is smallest.
/// </summary>
internal static class SymbolBlock
{
    private const byte Constant = 0;
    private const byte Packed = 1;
    private const byte OwnTable = 2;

    /// <param name="symbols">Each below 2^<paramref name="bits"/>.</param>
    public static void Write(ReadOnlySpan<byte> symbols, int bits, WireWriter to)
    {
        var counts = Count(symbols, 1 << bits);
        if (counts.AsSpan().ContainsAnyExcept(0) && counts.Count(c => c > 0) == 1)
        {
            to.Byte(Constant);
            to.Byte(symbols[0]);
            return;
        }
        var levels = FrequencyTable.Levels(counts);
        if (RansTable.Of(levels) is { } table)
        {
            var coded = new WireWriter(symbols.Length);
            FrequencyTable.Write(levels, coded);
            Rans.Encode(symbols, table, coded);
            if (coded.Length < PackedBytes(symbols.Length, bits))
            {
                to.Byte(OwnTable);
                to.Bytes(coded.Written);
                return;
            }
        }
        WritePacked(symbols, bits, to);
    }

    public static void Read(ReadOnlySpan<byte> block, int bits, Span<byte> symbols)
    {
        var from = new WireReader(block);
        switch (from.Byte())
        {
            case Constant:
                var symbol = from.Byte();
                if (symbol >= 1 << bits) throw WireReader.Corrupt($"it holds the symbol {symbol} of {1 << bits}");
                symbols.Fill(symbol);
                if (from.Left > 0) throw WireReader.Corrupt("bytes follow its only symbol");
                break;
            case Packed:
                ReadPacked(from.Take(from.Left), bits, symbols);
                break;
            case OwnTable:
                var table = RansTable.Of(FrequencyTable.Read(ref from, 1 << bits)) ?? throw WireReader.Corrupt("its frequency table cannot be");
                Rans.Decode(from.Take(from.Left), table, symbols);
                break;
            case var kind:
                throw new CodecException(CodecException.Unknown,
                    $"The feature stream has a block of kind {kind}, which this program does not know: update it, or propose another codec.");
        }
    }

    public static int[] Count(ReadOnlySpan<byte> symbols, int alphabet)
    {
        // Four tables: with one, a run of equal symbols would wait for its own last store.
        Span<int> counts = new int[4 * 256];
        var i = 0;
        for (; i + 4 <= symbols.Length; i += 4)
        {
            counts[symbols[i]]++;
            counts[256 + symbols[i + 1]]++;
            counts[512 + symbols[i + 2]]++;
            counts[768 + symbols[i + 3]]++;
        }
        for (; i < symbols.Length; i++) counts[symbols[i]]++;
        var sums = new int[alphabet];
        for (var s = 0; s < alphabet; s++) sums[s] = counts[s] + counts[256 + s] + counts[512 + s] + counts[768 + s];
        return sums;
    }

    private static int PackedBytes(int symbols, int bits) => (int)((symbols * (long)bits + 7) / 8);

    private static void WritePacked(ReadOnlySpan<byte> symbols, int bits, WireWriter to)
    {
        to.Byte(Packed);
        if (bits == 8)
        {
            to.Bytes(symbols);
            return;
        }
        uint held = 0;
        var count = 0;
        foreach (var s in symbols)
        {
            held |= (uint)s << count;
            count += bits;
            while (count >= 8)
            {
                to.Byte((byte)held);
                held >>= 8;
                count -= 8;
            }
        }
        if (count > 0) to.Byte((byte)held);
    }

    private static void ReadPacked(ReadOnlySpan<byte> packed, int bits, Span<byte> symbols)
    {
        if (packed.Length != PackedBytes(symbols.Length, bits))
            throw WireReader.Corrupt($"it holds {packed.Length} bytes for {symbols.Length} symbols of {bits} bits");
        if (bits == 8)
        {
            packed.CopyTo(symbols);
            return;
        }
        uint held = 0;
        int count = 0, next = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            while (count < bits)
            {
                held |= (uint)packed[next++] << count;
                count += 8;
            }
            symbols[i] = (byte)(held & ((1u << bits) - 1));
            held >>= bits;
            count -= bits;
        }
    }
}
