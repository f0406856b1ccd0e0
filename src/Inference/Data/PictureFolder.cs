using SkiaSharp;

namespace EdgeActors.Inference.Data;

/// <summary>
/// Reads the layout that users have: one folder per class with JPEG, PNG, BMP or WebP files in it, on disk or in a zip.
/// Classes are the folder names in ordinal order; pictures of another size are scaled to the one asked for.
/// </summary>
public static class PictureFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    /// <summary>Reads <paramref name="part"/> ("train" or "test"; empty: the classes lie at the top) of a folder or a .zip.</summary>
    /// <exception cref="DataSetException">Nothing there, no class folders, or a file that is no picture.</exception>
    public static PictureSet Read(string path, string part, int height, int width)
    {
        if (Directory.Exists(path))
        {
            return ReadFolder(path, part, height, width);
        }

        return File.Exists(path)
            ? ReadZip(path, part, height, width)
            : throw new DataSetException($"There is no data set at '{path}': give a folder with one folder per class, or a zip of it.");
    }

    private static PictureSet ReadFolder(string path, string part, int height, int width)
    {
        var root = Path.Combine(path, part);
        if (!Directory.Exists(root))
        {
            throw new DataSetException($"The data set '{path}' has no folder '{part}'.");
        }

        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => new Entry(Path.GetRelativePath(root, file).Replace('\\', '/'), () => File.ReadAllBytes(file)));
        return Decode(root, files, height, width);
    }

    private static PictureSet ReadZip(string path, string part, int height, int width)
    {
        using var zip = DataZip.Open(path);
        var prefix = part.Length == 0 ? "" : part + "/";
        var files = zip.Entries
            .Where(e => e.FullName.StartsWith(prefix, StringComparison.Ordinal))
            .Select(e => new Entry(e.FullName[prefix.Length..], () => DataZip.Bytes(e)));
        return Decode(part.Length == 0 ? path : $"{path}!{part}", files, height, width);
    }

    private static PictureSet Decode(string name, IEnumerable<Entry> files, int height, int width)
    {
        // Ordinal order of the whole path: the same set gives the same bytes on every file system.
        var pictures = files
            .Where(f => f.Path.Contains('/') && Extensions.Contains(Path.GetExtension(f.Path), StringComparer.OrdinalIgnoreCase))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToArray();
        if (pictures.Length == 0)
        {
            throw new DataSetException($"'{name}' has no pictures in class folders: expected CLASS/FILE.jpg (or png, bmp, webp).");
        }

        var labels = pictures.Select(f => f.Class).Distinct().Order(StringComparer.Ordinal).ToArray();
        var length = PictureSet.Channels * height * width;
        var pixels = new byte[(long)pictures.Length * length];
        var classes = new int[pictures.Length];
        for (var i = 0; i < pictures.Length; i++)
        {
            DecodeInto(pictures[i], height, width, pixels.AsSpan(i * length, length));
            classes[i] = Array.IndexOf(labels, pictures[i].Class);
        }

        return new PictureSet(name, labels, height, width, pixels, classes);
    }

    private static void DecodeInto(Entry file, int height, int width, Span<byte> planar)
    {
        using var bitmap = Decode(file);
        var wanted = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var scaled = bitmap.Width == width && bitmap.Height == height ? null : bitmap.Resize(wanted, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        PlanarPixels.Write((scaled ?? bitmap).GetPixelSpan(), planar);
    }

    private static SKBitmap Decode(Entry file)
    {
        using var data = SKData.CreateCopy(file.Read());
        using var codec = SKCodec.Create(data);
        return (codec is null ? null : SKBitmap.Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul)))
            ?? throw new DataSetException($"'{file.Path}' can't be decoded as a picture: remove it or convert it to JPEG or PNG.");
    }

    private sealed record Entry(string Path, Func<byte[]> Read)
    {
        public string Class => Path[..Path.IndexOf('/')];
    }
}
