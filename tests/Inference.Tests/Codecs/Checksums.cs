using System.Buffers.Binary;

namespace EdgeActors.Inference.Tests.Codecs;

/// <summary>CRC-32C bit by bit (reflected polynomial 0x82F63B78), so that the codec's is checked against an independent one.</summary>
internal static class Checksums
{
    public static void Renew(byte[] stream) => BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(stream.Length - 4), Crc32C(stream.AsSpan(0, stream.Length - 4)));

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc >> 1) ^ (0x82F63B78 & (uint)-(int)(crc & 1));
        }
        return ~crc;
    }
}
