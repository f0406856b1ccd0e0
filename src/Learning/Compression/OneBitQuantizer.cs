using System.Buffers.Binary;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// 1-bit SGD (Seide et al. 2014): a bit says on which side of the threshold a number lies, and each side is replaced by its mean. Biased, so it wants
/// <see cref="ErrorFeedback"/>. Bytes: mean below, mean from the threshold up (float32), then the bits.
/// </summary>
public sealed record OneBitQuantizer(float Threshold = 0) : IUpdateCodec
{
    private static readonly IntegerRing Bit = new(1);

    public string Name => "one-bit";
    public bool Unbiased => false;

    public byte[] Encode(ReadOnlySpan<float> update, Seed seed)
    {
        var bits = new uint[update.Length];
        double below = 0, above = 0;
        var aboveCount = 0;
        for (var i = 0; i < update.Length; i++)
        {
            if (update[i] >= Threshold)
            {
                bits[i] = 1;
                above += update[i];
                aboveCount++;
            }
            else
            {
                below += update[i];
            }
        }

        var means = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(means, (float)(below / Math.Max(update.Length - aboveCount, 1)));
        BinaryPrimitives.WriteSingleLittleEndian(means.AsSpan(4), (float)(above / Math.Max(aboveCount, 1)));
        return [.. means, .. BitPacking.Pack(Bit, bits)];
    }

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> update, Seed seed)
    {
        if (bytes.Length != 8 + Bit.PackedLength(update.Length))
            throw new FormatException($"{update.Length} bits and two means take {8 + Bit.PackedLength(update.Length)} bytes, not {bytes.Length}");
        var below = BinaryPrimitives.ReadSingleLittleEndian(bytes);
        var above = BinaryPrimitives.ReadSingleLittleEndian(bytes[4..]);
        var bits = new uint[update.Length];
        BitPacking.Unpack(Bit, bytes[8..], bits);
        for (var i = 0; i < update.Length; i++) update[i] = bits[i] == 0 ? below : above;
    }
}
