using EdgeActors.Inference;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Actors.Agents;

/// <summary>The pictures of one device: files in a folder, named without their extension. Safe to use from many threads.</summary>
public sealed class PictureFolder(string folder)
{
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".gif"] = "image/gif",
        [".bmp"] = "image/bmp",
    };

    /// <summary>
    /// By id, at most <see cref="DeviceHello.MostPictures"/>. Files whose name cannot be an id, or that are no pictures by their extension, are
    /// left out.
    /// </summary>
    public ValueArray<DevicePicture> List() => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder)
        .Where(path => MediaTypes.ContainsKey(Path.GetExtension(path)) && Identifier.IsValid(Path.GetFileNameWithoutExtension(path)))
        .OrderBy(path => path, StringComparer.Ordinal)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .Take(DeviceHello.MostPictures)
        .Select(path => new DevicePicture(
            Path.GetFileNameWithoutExtension(path), MediaTypes[Path.GetExtension(path)], new FileInfo(path).Length, Sha256Digest.OfFile(path)))
        .ToValueArray();

    /// <exception cref="FileNotFoundException">There is no such picture.</exception>
    public string PathOf(string id)
    {
        if (Identifier.IsValid(id) && Directory.Exists(folder))
            foreach (var extension in MediaTypes.Keys)
                if (Path.Combine(folder, id + extension) is var path && File.Exists(path))
                    return path;
        throw new FileNotFoundException($"This device holds no picture '{id}'.");
    }

    /// <summary>Keeps a picture under its digest. The same bytes again are the same picture.</summary>
    /// <exception cref="ArgumentException">Not a type that is taken.</exception>
    public string Keep(string mediaType, ReadOnlySpan<byte> bytes)
    {
        var extension = MediaTypes.FirstOrDefault(known => known.Value == mediaType).Key
            ?? throw new ArgumentException($"A picture of type '{mediaType}' is not taken; {string.Join(", ", MediaTypes.Values.Distinct())} are.", nameof(mediaType));
        var id = Sha256Digest.Of(bytes)[..16];
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, id + extension);
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path + ".part", bytes);
            File.Move(path + ".part", path, overwrite: true);
        }
        return id;
    }
}
