using System.Text;

namespace EdgeActors.Hosts.Common.Storage;

/// <summary>
/// Files of which a reader, and a start after a crash, sees the old or the new whole: written beside, flushed, renamed, the rename flushed.
/// </summary>
public static class WholeFile
{
    /// <param name="mode">Who may read it, on Unix; as the process is set where null.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var half = path + ".half";
        // One that a crash has left may be open to others.
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is { } given && !OperatingSystem.IsWindows())
            options.UnixCreateMode = given;
        using (var file = new FileStream(half, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
        DurableFolder.Flush(folder);
    }

    /// <summary>As UTF-8.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, UnixFileMode?)"/>
    public static void Write(string path, string text, UnixFileMode? mode = null) => Write(path, Encoding.UTF8.GetBytes(text), mode);
}
