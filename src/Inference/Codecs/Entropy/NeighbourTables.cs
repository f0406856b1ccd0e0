namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>Frequencies for each channel and neighbourhood, in the forms that <see cref="NeighbourCoder"/> wants.</summary>
internal sealed class NeighbourTables
{
    private NeighbourTables(int levels, RansTable.EncodingEntry[] encoding, ushort[] starts) => (Levels, Encoding, Starts) = (levels, encoding, starts);

    public int Levels { get; }

    /// <summary><c>[channels, contexts, levels]</c>.</summary>
    public RansTable.EncodingEntry[] Encoding { get; }

    /// <summary>Where each level's slots begin, <c>[channels, contexts, levels + 1]</c>.</summary>
    public ushort[] Starts { get; }

    public int Row(int channel, int context) => (channel * NeighbourCoder.Contexts + context) * Levels;

    public int StartRow(int channel, int context) => (channel * NeighbourCoder.Contexts + context) * (Levels + 1);

    /// <param name="frequencies"><c>[channels, contexts, levels]</c>, as in <see cref="FrequencyTable"/>, none 0.</param>
    /// <returns>Null where they cannot be frequencies.</returns>
    public static NeighbourTables? Of(ReadOnlySpan<byte> frequencies, int levels)
    {
        var rows = frequencies.Length / levels;
        var encoding = new RansTable.EncodingEntry[rows * levels];
        var starts = new ushort[rows * (levels + 1)];
        for (var row = 0; row < rows; row++)
        {
            if (FrequencyTable.Normalise(frequencies.Slice(row * levels, levels)) is not { } normalised) return null;
            uint start = 0;
            for (var k = 0; k < levels; k++)
            {
                encoding[row * levels + k] = RansTable.EncodingEntry.Of(start, normalised[k]);
                start += normalised[k];
                starts[row * (levels + 1) + k + 1] = (ushort)start;
            }
        }
        return new NeighbourTables(levels, encoding, starts);
    }
}
