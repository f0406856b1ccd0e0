using System.IO.Compression;

namespace EdgeActors.Inference.Data;

/// <summary>Data sets that come as a zip.</summary>
internal static class DataZip
{
    /// <exception cref="DataSetException">The file is no zip.</exception>
    public static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new DataSetException($"'{path}' is neither a folder nor a readable zip: {e.Message}", e);
        }
    }

    public static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
