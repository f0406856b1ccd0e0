using System.Runtime.InteropServices;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// DRIVE (one bit) and EDEN (two to four) over a seeded Hadamard rotation: d(1 + o(1)) bits for the whole update. Bytes: one float32 factor a
/// rotation block, then the levels without gaps.
/// </summary>
/// <param name="LevelBits">1 to 4.</param>
/// <param name="KeepExpectation">Unbiased; otherwise nearest, for <see cref="ErrorFeedback"/>.</param>
public sealed record RotatedQuantizer(int LevelBits, bool KeepExpectation = true) : IUpdateCodec
{
    private readonly GaussianLevels _levels = GaussianLevels.Of(LevelBits);
    private readonly IntegerRing _ring = new(LevelBits);

    public string Name => $"rotated-{LevelBits}bit{(KeepExpectation ? "" : "-nearest")}";
    public bool Unbiased => KeepExpectation;

    public byte[] Encode(ReadOnlySpan<float> update, Seed seed)
    {
        var rotated = update.ToArray();
        HadamardRotation.Rotate(rotated, seed);
        var levels = new uint[update.Length];
        var factors = new List<float>();
        var at = 0;
        foreach (var length in HadamardRotation.Blocks(update.Length))
        {
            factors.Add(_levels.Quantize(rotated.AsSpan(at, length), levels.AsSpan(at, length), KeepExpectation));
            at += length;
        }

        return [.. MemoryMarshal.AsBytes<float>(factors.ToArray()), .. BitPacking.Pack(_ring, levels)];
    }

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> update, Seed seed)
    {
        var blocks = HadamardRotation.Blocks(update.Length).ToArray();
        var expected = 4L * blocks.Length + _ring.PackedLength(update.Length);
        if (bytes.Length != expected) throw new FormatException($"{update.Length} numbers in {LevelBits} bits take {expected} bytes, not {bytes.Length}");
        var factors = MemoryMarshal.Cast<byte, float>(bytes[..(4 * blocks.Length)]);
        var levels = new uint[update.Length];
        BitPacking.Unpack(_ring, bytes[(4 * blocks.Length)..], levels);
        var at = 0;
        for (var b = 0; b < blocks.Length; b++)
        {
            for (var end = at + blocks[b]; at < end; at++) update[at] = factors[b] * _levels[levels[at]];
        }

        HadamardRotation.Unrotate(update, seed);
    }
}
