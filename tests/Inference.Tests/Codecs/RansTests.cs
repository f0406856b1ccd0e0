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
    public void Neighbours_that_are_alike_cost_less_than_the_entropy_of_one_table()
    {
        var maps = new FeatureMaps(Channels: 2, Plane: 32 * 32, Width: 32);
        var (train, test) = (Blobs(1, 40 * 2 * 1024), Blobs(2, 2 * 1024));
        var counts = new int[2 * NeighbourCoder.Contexts * 4];
        for (var plane = 0; plane < 80; plane++)
            NeighbourCoder.Count(train.AsSpan(plane * 1024, 1024), 32, 4, counts.AsSpan(plane % 2 * NeighbourCoder.Contexts * 4, NeighbourCoder.Contexts * 4));
        byte[] frequencies = [.. counts.Chunk(4).SelectMany(row => FrequencyTable.Levels(row, everyPossible: true))];
        var tables = NeighbourTables.Of(frequencies, 4)!;
        var writer = new WireWriter(16);

        NeighbourCoder.Encode(test, maps, tables, writer);
        var back = new byte[test.Length];
        NeighbourCoder.Decode(writer.Written, maps, tables, back);

        Assert.Equal(test, back);
        Assert.InRange(writer.Length, 0, 0.86 * EntropyBytes(test));
    }

    /// <summary>Rows that begin at random and go on as the value above or to the left went.</summary>
    private static byte[] Blobs(int seed, int count)
    {
        var random = new Random(seed);
        var symbols = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var at = i % 1024;
            symbols[i] = random.NextDouble() < 0.25 || at == 0 ? (byte)random.Next(4) : at >= 32 && random.Next(2) == 0 ? symbols[i - 32] : symbols[i - 1];
        }
        return symbols;
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
        SymbolBlock.Read(writer.Written, bits, back);
        return back;
    }

    private static double EntropyBytes(byte[] symbols) =>
        symbols.GroupBy(s => s).Sum(g => -g.Count() * Math.Log2(g.Count() / (double)symbols.Length)) / 8;
}
