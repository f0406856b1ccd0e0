using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeActors.Learning.Strategies;

/// <summary>
/// What a server optimizer carries from round to round. Without it a resumed run would take other steps than an uninterrupted one.
/// </summary>
/// <param name="Steps">Steps taken.</param>
/// <param name="First">Momentum or first moment; empty when the optimizer has none.</param>
/// <param name="Second">Second moment; empty when the optimizer has none.</param>
public sealed record OptimizerState(int Steps, float[] First, float[] Second)
{
    private const int HeaderBytes = 12;

    public static OptimizerState None { get; } = new(0, [], []);

    /// <summary>Steps, both lengths, both moments; little endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + 4 * (First.Length + Second.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Steps);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), First.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Second.Length);
        MemoryMarshal.AsBytes<float>(First).CopyTo(bytes.AsSpan(HeaderBytes));
        MemoryMarshal.AsBytes<float>(Second).CopyTo(bytes.AsSpan(HeaderBytes + 4 * First.Length));
        return bytes;
    }

    /// <exception cref="FormatException">The bytes are not an optimizer state.</exception>
    public static OptimizerState FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes) throw new FormatException($"an optimizer state has at least {HeaderBytes} bytes, not {bytes.Length}");
        var first = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var second = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (first < 0 || second < 0 || bytes.Length != HeaderBytes + 4L * first + 4L * second)
            throw new FormatException($"an optimizer state with moments of {first} and {second} numbers does not have {bytes.Length} bytes");
        var moments = MemoryMarshal.Cast<byte, float>(bytes[HeaderBytes..]);
        return new OptimizerState(BinaryPrimitives.ReadInt32LittleEndian(bytes), moments[..first].ToArray(), moments[first..].ToArray());
    }
}
