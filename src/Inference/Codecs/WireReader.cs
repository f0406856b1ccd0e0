using System.Buffers.Binary;

namespace EdgeActors.Inference.Codecs;

/// <summary>Reads what <see cref="WireWriter"/> wrote; every read is checked, since the bytes come over a link.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public static CodecException Corrupt(string what) =>
        new(CodecException.Corrupt, $"The feature stream is damaged: {what}. Send the features again.");

    public byte Byte() => Take(1)[0];

    public long VarInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return (long)value;
        }
        throw Corrupt("a length runs on without end");
    }

    /// <summary>A length that must fit into what is left.</summary>
    public int Length()
    {
        var length = VarInt();
        return length <= _rest.Length ? (int)length : throw Truncated(length);
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public float Single()
    {
        var value = BinaryPrimitives.ReadSingleLittleEndian(Take(4));
        return float.IsFinite(value) ? value : throw Corrupt("a scale is not a number");
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw Truncated(count);
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly CodecException Truncated(long wanted) =>
        new(CodecException.Truncated, $"The feature stream ends {wanted - _rest.Length} bytes early: send the features again.");
}
