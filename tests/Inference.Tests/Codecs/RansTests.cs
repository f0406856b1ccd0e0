using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Codecs.Entropy;
using FsCheck.Xunit;

namespace EdgeActors.Inference.Tests.Codecs;

public sealed class RansTests
{
    [Property(MaxTest = 300)]
    public bool Any_symbols_come_back(byte[] symbols, byte repeat)
    {
        byte[] many = [.. Enumerable.Repeat(symbols, 1 + repeat * 4).SelectMany(s => s)];
        return RoundTrip(many, bits: 8).SequenceEqual(many);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(4095, 0.5)]
    [InlineData(4096, 0.9)]
    [InlineData(4099, 0.99)]
    [InlineData(100_003, 0.7)]
    public void Length_comes_within_two_percent_of_the_entropy(int count, double zeros)
    {
        var random = new Random(count);
        var symbols = new byte[count];
        for (var i = 0; i < count; i++) symbols[i] = random.NextDouble() < zeros ? (byte)0 : (byte)Math.Min(255, -40 * Math.Log(random.NextDouble() + 1e-9));

        var writer = new WireWriter(16);
        SymbolBlock.Write(symbols, 8, writer);

        Assert.Equal(symbols, RoundTrip(symbols, 8));
        // Table (at most 256 symbols at 2-3 bits), states and kind come on top.
        Assert.InRange(writer.Length, 0, 1.02 * EntropyBytes(symbols) + 120);
    }

    [Fact]
    public void Tables_known_to_both_sides_are_not_sent()
    {
        var random = new Random(3);
        byte[] symbols = [.. Enumerable.Range(0, 1024).Select(i => (byte)(random.NextDouble() < (i < 512 ? 0.95 : 0.5) ? 0 : random.Next(1, 4)))];
        RansTable[] tables =
        [
            RansTable.Of(FrequencyTable.Levels([950, 17, 17, 17]))!,
            RansTable.Of(FrequencyTable.Levels([500, 167, 167, 167]))!,
        ];
        var writer = new WireWriter(16);

        SymbolBlock.Write(symbols, 2, tables, 512, writer);
        var back = new byte[symbols.Length];
        SymbolBlock.Read(writer.Written, 2, tables, 512, back);

        Assert.Equal(symbols, back);
        Assert.InRange(writer.Length, 0, 1.03 * (EntropyBytes(symbols[..512]) + EntropyBytes(symbols[512..])) + 5);
    }

    [Property(MaxTest = 200)]
    public bool Frequencies_add_up_and_leave_no_symbol_out(int[] raw)
    {
        var counts = raw.Take(256).Select(c => (int)((uint)c % 100_000)).ToArray();
        if (counts.Count(c => c > 0) < 2) return true;
        var frequencies = FrequencyTable.Normalise(FrequencyTable.Levels(counts))!;
        return frequencies.Sum(f => f) == FrequencyTable.Scale && counts.Zip(frequencies).All(p => p.First == 0 == (p.Second == 0));
    }

    [Fact]
    public void Levels_come_back_from_their_short_form()
    {
        var levels = new byte[256];
        for (var i = 3; i < 200; i++) levels[i] = (byte)(1 + (i * 7 + i / 5) % FrequencyTable.MaxLevel);
        var writer = new WireWriter(16);
        FrequencyTable.Write(levels, writer);
        var reader = new WireReader(writer.Written);

        Assert.Equal(levels, FrequencyTable.Read(ref reader, 256));
        Assert.Equal(0, reader.Left);
    }

    private static byte[] RoundTrip(byte[] symbols, int bits)
    {
        var writer = new WireWriter(16);
        SymbolBlock.Write(symbols, bits, writer);
        var back = new byte[symbols.Length];
        SymbolBlock.Read(writer.Written, bits, [], Math.Max(symbols.Length, 1), back);
        return back;
    }

    private static double EntropyBytes(byte[] symbols) =>
        symbols.GroupBy(s => s).Sum(g => -g.Count() * Math.Log2(g.Count() / (double)symbols.Length)) / 8;
}
