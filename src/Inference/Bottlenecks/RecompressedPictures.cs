using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Data;
using SkiaSharp;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// What is left of pictures when each may take so many bytes as JPEG or WebP: of every quality at full, half and quarter size, the one that fits and comes
/// nearest to the picture. To the formats' benefit, what would be the same in every picture (containers, tables, sizes) is taken as agreed and not counted,
/// and the header of a code stands for it.
/// </summary>
public sealed class RecompressedPictures
{
    private static readonly int[] Qualities = [0, 3, 6, 10, 15, 20, 27, 35, 45, 55, 65, 75, 85, 95];
    private static readonly int[] Shrinkings = [1, 2, 4];

    private readonly PictureSet _set;
    private readonly Version[][] _versions;

    public RecompressedPictures(PictureSet set, bool webp)
    {
        _set = set;
        _versions = [.. Enumerable.Range(0, set.Count).Select(i => VersionsOf(set, i, webp))];
    }

    /// <summary>Each picture at its best within <paramref name="bytes"/>; those that nothing fits are grey, which tells a model nothing.</summary>
    /// <param name="without">How many those are.</param>
    public PictureSet Within(int bytes, out int without)
    {
        var pixels = new byte[_set.Pixels.Length];
        without = 0;
        for (var i = 0; i < _versions.Length; i++)
        {
            var target = pixels.AsSpan(i * _set.PictureLength, _set.PictureLength);
            if (_versions[i].Where(v => v.Bytes <= bytes).MinBy(v => v.Error) is { } best)
            {
                Decode(best.Encoded, _set.Width, _set.Height).CopyTo(target);
                continue;
            }
            without++;
            target.Fill(128);
        }
        return _set with { Name = $"{_set.Name} within {bytes} bytes", Pixels = pixels };
    }

    private static Version[] VersionsOf(PictureSet set, int index, bool webp)
    {
        var original = set.Picture(index);
        using var full = Bitmap(original, set.Width, set.Height);
        var versions = new List<Version>();
        foreach (var shrinking in Shrinkings)
        {
            using var small = shrinking == 1 ? full.Copy() : Resized(full, set.Width / shrinking, set.Height / shrinking);
            foreach (var quality in Qualities)
            {
                var encoded = small.Encode(webp ? SKEncodedImageFormat.Webp : SKEncodedImageFormat.Jpeg, quality).ToArray();
                var decoded = Decode(encoded, set.Width, set.Height);
                versions.Add(new Version(encoded, CodeStream.HeaderBytes + (webp ? WebpPayload(encoded) : JpegScan(encoded)), SquaredError(original, decoded)));
            }
        }
        return [.. versions];
    }

    /// <summary>Entropy-coded bytes: all between the scan's header and the end marker. Tables, sizes and quality are left out.</summary>
    internal static int JpegScan(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length;)
        {
            var length = jpeg[at + 2] << 8 | jpeg[at + 3];
            if (jpeg[at + 1] == 0xDA) return jpeg.Length - (at + 2 + length) - 2;
            at += 2 + length;
        }
        return jpeg.Length;
    }

    /// <summary>The frame behind the container's two headers, 12 and 8 bytes, and its own start code and size, 10.</summary>
    internal static int WebpPayload(ReadOnlySpan<byte> webp) => webp.Length - 30;

    private static byte[] Decode(byte[] encoded, int width, int height)
    {
        using var decoded = SKBitmap.Decode(encoded);
        using var rgba = decoded.Width == width && decoded.Height == height ? decoded.Copy(SKColorType.Rgba8888) : Resized(decoded, width, height);
        return PlanarPixels.Of(rgba.GetPixelSpan(), width * height);
    }

    private static SKBitmap Resized(SKBitmap bitmap, int width, int height) =>
        bitmap.Resize(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));

    private static SKBitmap Bitmap(ReadOnlySpan<byte> planar, int width, int height)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var plane = width * height;
        for (var p = 0; p < plane; p++) bitmap.SetPixel(p % width, p / width, new SKColor(planar[p], planar[plane + p], planar[2 * plane + p]));
        return bitmap;
    }

    private static long SquaredError(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sum = 0L;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private sealed record Version(byte[] Encoded, int Bytes, long Error);
}
