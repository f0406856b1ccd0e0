using System.Buffers;
using System.Buffers.Binary;

namespace EdgeActors.Inference.Codecs;

/// <summary>Bytes of a feature stream as it grows: little-endian numbers, LEB128 lengths.</summary>
internal sealed class WireWriter(int capacity)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(Math.Max(capacity, 64));

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void VarInt(long value)
    {
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }
        Byte((byte)rest);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Single(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _buffer.Write(value);

    /// <summary>Room for at least <paramref name="count"/> bytes, kept by <see cref="Advance"/>.</summary>
    public Span<byte> Room(int count) => _buffer.GetSpan(count);

    public void Advance(int count) => _buffer.Advance(count);
}
