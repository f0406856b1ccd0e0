using System.Buffers.Binary;
using SkiaSharp;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Small pictures, drawn.</summary>
internal static class Pictures
{
    public static byte[] Png(int width = 32, int height = 32)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SeaGreen);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A PNG whose header says it is 10,000 x 10,000, in 100 bytes: what a decompression bomb looks like before it goes off.</summary>
    public static byte[] Bomb()
    {
        var png = Png();
        // Width and height are big-endian at bytes 16 and 20, the header's CRC-32 at 29 (PNG specification, 11.2.1).
        byte[] side = [0, 0, 0x27, 0x10];
        side.CopyTo(png, 16);
        side.CopyTo(png, 20);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
