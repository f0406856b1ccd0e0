namespace EdgeActors.Inference.Bundles;

/// <summary>
/// Bundle manifests and graphs on disk, each named by its SHA-256, bounded in bytes; the least recently used goes first, and never one that
/// is pinned by a session. Safe to use from several threads.
/// </summary>
public sealed class BundleCache
{
    private const string ManifestSuffix = ".bundle.json";
    private const string PartSuffix = ".part";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly string _folder;
    private readonly long _maxBytes;
    private long _clock;
    private long _bytes;

    /// <param name="maxBytes">Of all files together.</param>
    public BundleCache(string folder, long maxBytes)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _maxBytes = maxBytes;
        foreach (var part in Directory.EnumerateFiles(_folder, "*" + PartSuffix)) File.Delete(part);
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles().OrderBy(f => f.LastWriteTimeUtc)) Adopt(file);
    }

    public long Bytes { get { lock (_lock) return _bytes; } }

    /// <summary>Ids of the bundles whose manifest is here.</summary>
    public IReadOnlyList<string> Bundles
    {
        get { lock (_lock) return [.. _entries.Where(e => e.Value.Path.EndsWith(ManifestSuffix, StringComparison.Ordinal)).Select(e => e.Key).Order()]; }
    }

    public bool Contains(string sha256) { lock (_lock) return _entries.ContainsKey(sha256); }

    /// <exception cref="BundleException">Not here.</exception>
    public string PathOf(string sha256)
    {
        lock (_lock) return Touch(sha256).Path;
    }

    /// <exception cref="BundleException">Not here, or damaged on disk; a damaged one is dropped.</exception>
    public Bundle OpenBundle(string id)
    {
        var json = File.ReadAllBytes(PathOf(id));
        if (Sha256Digest.Of(json) == id) return Bundle.FromBytes(json);
        Remove(id);
        throw new BundleException(BundleException.DigestMismatch, $"The manifest of bundle {id} is damaged on disk and was dropped: fetch it again.");
    }

    public void AddBundle(Bundle bundle) => Keep(bundle.Id, bundle.ToBytes(), ManifestSuffix);

    /// <summary>Takes a manifest as it came over the wire.</summary>
    public Bundle AddBundle(byte[] manifest)
    {
        var bundle = Bundle.FromBytes(manifest);
        Keep(bundle.Id, manifest, ManifestSuffix);
        return bundle;
    }

    /// <summary>Takes a file; written beside, checked, and only then visible under its name.</summary>
    /// <exception cref="BundleException">Other content than its name says, or no room beside what is in use.</exception>
    public void AddFile(FileReference file, byte[] content)
    {
        if (Sha256Digest.Of(content) is var digest && digest != file.Sha256)
            throw new BundleException(BundleException.DigestMismatch, $"A file that should be {file.Sha256} is {digest}: fetch it again.");
        Keep(file.Sha256, content, suffix: "");
    }

    /// <summary>Takes a file that was made here, and gives its name.</summary>
    public FileReference AddFile(byte[] content)
    {
        var file = new FileReference(Sha256Digest.Of(content), content.Length);
        Keep(file.Sha256, content, suffix: "");
        return file;
    }

    /// <summary>Keeps a file from being evicted until the result is disposed.</summary>
    public IDisposable Pin(string sha256)
    {
        lock (_lock) Touch(sha256).Pins++;
        return new Release(() => { lock (_lock) if (_entries.TryGetValue(sha256, out var entry)) entry.Pins--; });
    }

    private void Keep(string sha256, byte[] content, string suffix)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(sha256, out var known)) { known.UsedAt = ++_clock; return; }
            MakeRoom(content.Length);
            var path = Path.Combine(_folder, sha256 + suffix);
            File.WriteAllBytes(path + PartSuffix, content);
            File.Move(path + PartSuffix, path, overwrite: true);
            _entries[sha256] = new Entry(path, content.Length) { UsedAt = ++_clock };
            _bytes += content.Length;
        }
    }

    private void MakeRoom(long wanted)
    {
        foreach (var (sha256, entry) in _entries.Where(e => e.Value.Pins == 0).OrderBy(e => e.Value.UsedAt).ToList())
        {
            if (_bytes + wanted <= _maxBytes) return;
            Drop(sha256, entry);
        }
        if (_bytes + wanted > _maxBytes)
            throw new BundleException(BundleException.CacheFull,
                $"The bundle cache in {_folder} holds {_bytes:N0} bytes in use, {wanted:N0} more exceed its limit of {_maxBytes:N0}: raise the limit.");
    }

    private void Remove(string sha256)
    {
        lock (_lock) if (_entries.TryGetValue(sha256, out var entry)) Drop(sha256, entry);
    }

    private void Drop(string sha256, Entry entry)
    {
        File.Delete(entry.Path);
        _entries.Remove(sha256);
        _bytes -= entry.Bytes;
    }

    /// <summary>A file left by an earlier process, unless it is not ours or was damaged meanwhile.</summary>
    private void Adopt(FileInfo file)
    {
        var sha256 = file.Name.EndsWith(ManifestSuffix, StringComparison.Ordinal) ? file.Name[..^ManifestSuffix.Length] : file.Name;
        if (!Sha256Digest.IsDigest(sha256)) return;
        if (Sha256Digest.OfFile(file.FullName) != sha256) { file.Delete(); return; }
        _entries[sha256] = new Entry(file.FullName, file.Length) { UsedAt = ++_clock };
        _bytes += file.Length;
    }

    private Entry Touch(string sha256)
    {
        if (!_entries.TryGetValue(sha256, out var entry))
            throw new BundleException(BundleException.Missing, $"{sha256} is not in the bundle cache {_folder}: fetch it from the edge.");
        entry.UsedAt = ++_clock;
        return entry;
    }

    private sealed class Entry(string path, long bytes)
    {
        public string Path { get; } = path;
        public long Bytes { get; } = bytes;
        public long UsedAt { get; set; }
        public int Pins { get; set; }
    }

    private sealed class Release(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
