namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>
/// Who keeps which blob, on the disk: <c>held/DIGEST/HOLDER</c> is an empty file, and the last one takes its folder with it. A killed process forgets
/// none of it. After a power cut the last ones may be missing, as the last commits of the journal may; holders hold again when they start.
/// </summary>
internal sealed class BlobHolders(string root)
{
    private readonly string _root = Directory.CreateDirectory(Path.Combine(root, "held")).FullName;

    /// <summary>Digests that anybody holds.</summary>
    public IEnumerable<string> Held => Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder));

    /// <summary>Whether anybody holds the blob, whichever process it told.</summary>
    public bool IsHeld(string sha256) => Directory.Exists(Path.Combine(_root, sha256));

    public void Add(string sha256, string holder)
    {
        var mark = MarkOf(sha256, holder);
        if (File.Exists(mark))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
        using (new FileStream(mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
        }
    }

    /// <returns>Whether nobody holds the blob now.</returns>
    public bool Remove(string sha256, string holder)
    {
        var folder = Path.Combine(_root, sha256);
        if (!Directory.Exists(folder))
            return true;
        File.Delete(MarkOf(sha256, holder));
        if (Directory.EnumerateFiles(folder).Any())
            return false;
        Directory.Delete(folder);
        return true;
    }

    private string MarkOf(string sha256, string holder) => Path.Combine(_root, sha256, holder);
}
