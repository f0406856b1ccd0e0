using System.Buffers.Binary;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// What the two ends of the benchmark send each other over TCP: <c>cut index 4 (negative: see below) · length 4 · payload</c>, answered by
/// <c>ms of decoding 8 · ms of the tail 8 · best label 4</c>. It is as lean as a link can be, so that what is measured is the split.
/// </summary>
internal readonly record struct Frame(int Cut, byte[] Payload)
{
    /// <summary>The payload is an encoded picture.</summary>
    public const int Picture = -1;

    /// <summary>The payload is filler, to be answered at once.</summary>
    public const int Probe = -2;

    public const int HeaderBytes = 8;
    public const int ReplyBytes = 20;

    private const int LargestPayload = 64 << 20;

    public static async Task<Frame?> ReadAsync(Stream from, CancellationToken stop)
    {
        var header = new byte[HeaderBytes];
        if (await from.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, stop) < header.Length) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        if (length is < 0 or > LargestPayload) throw new InvalidDataException($"The device announced a payload of {length} bytes.");
        var payload = new byte[length];
        await from.ReadExactlyAsync(payload, stop);
        return new Frame(BinaryPrimitives.ReadInt32LittleEndian(header), payload);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + Payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Cut);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Payload.Length);
        Payload.CopyTo(bytes, HeaderBytes);
        return bytes;
    }
}
