using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Compression;

/// <summary>Every level in the same number of bits, two's complement. The length is known before coding, which streams and budgets like.</summary>
public sealed class FixedWidthCoder(int bits) : ILevelCoder
{
    private readonly IntegerRing _ring = new(bits);

    public string Name => $"{bits}bit";

    public byte[] Encode(ReadOnlySpan<int> levels)
    {
        var elements = new uint[levels.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            elements[i] = _ring.Reduce(levels[i]);
            if (_ring.Signed(elements[i]) != levels[i]) throw new ArgumentException($"level {levels[i]} does not fit {bits} bits");
        }

        return BitPacking.Pack(_ring, elements);
    }

    public void Decode(ReadOnlySpan<byte> bytes, Span<int> levels)
    {
        if (bytes.Length != _ring.PackedLength(levels.Length))
            throw new FormatException($"{levels.Length} levels of {bits} bits take {_ring.PackedLength(levels.Length)} bytes, not {bytes.Length}");
        var elements = new uint[levels.Length];
        BitPacking.Unpack(_ring, bytes, elements);
        for (var i = 0; i < levels.Length; i++) levels[i] = _ring.Signed(elements[i]);
    }
}
