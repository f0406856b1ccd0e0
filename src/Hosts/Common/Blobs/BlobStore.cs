using System.Collections.Concurrent;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>
/// Files by their SHA-256, in one folder: <c>ab/abcd…</c> once whole and checked, <c>partial/abcd…</c> until then. A blob appears
/// under its name only after its bytes are on the disk and hash to it (write, fsync, hash, rename, fsync of the folder), so a
/// crash leaves a resumable part and never a wrong blob. Bounded in bytes: the least recently used go first, of those that nobody holds
/// (<c>held/abcd…</c>). Processes may share the folder. Thread-safe.
/// </summary>
public sealed class BlobStore
{
    /// <summary>Flushed to the disk this often, so that a crash in a long upload loses little.</summary>
    private const long FlushEvery = 4 << 20;

    private readonly string _root;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly Func<Stream, Stream>? _watch;
    private readonly ConcurrentDictionary<string, Entry> _whole = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _writers = new();
    private readonly BlobHolders _holders;
    private long _bytes;

    /// <param name="maxBytes">Of whole blobs together; one that alone is larger is refused.</param>
    /// <param name="watch">Put around everything that comes in; null for nothing.</param>
    public BlobStore(string root, long maxBytes, TimeProvider time, Func<Stream, Stream>? watch = null)
    {
        _watch = watch;
        _root = root;
        _maxBytes = maxBytes;
        _time = time;
        Directory.CreateDirectory(Path.Combine(root, "partial"));
        _holders = new BlobHolders(root);
        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories))
            if (file.Directory!.Name != "partial" && BlobDigest.IsValid(file.Name))
            {
                _whole[file.Name] = new Entry(file.Length, file.LastAccessTimeUtc.Ticks);
                _bytes += file.Length;
            }

        foreach (var held in _holders.Held)
            if (_whole.TryGetValue(held, out var entry))
                entry.Held = true;
    }

    /// <summary>Bytes of whole blobs.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public BlobProgress Progress(string sha256)
    {
        RequireName(sha256);
        if (Known(sha256) is { } entry)
            return new BlobProgress(entry.Length, true);
        var part = new FileInfo(PartPath(sha256));
        return new BlobProgress(part.Exists ? part.Length : 0, false);
    }

    /// <summary>
    /// The file of a whole blob, or null. Its digest is checked at its first use in this process: a file that has rotted on the
    /// disk is dropped and counts as missing.
    /// </summary>
    public async ValueTask<string?> FindAsync(string sha256, CancellationToken cancel)
    {
        RequireName(sha256);
        if (Known(sha256) is not { } entry)
            return null;
        var path = WholePath(sha256);
        if (!entry.Checked && await BlobDigest.OfFileAsync(path, cancel) != sha256)
        {
            Drop(sha256);
            return null;
        }

        entry.Checked = true;
        entry.LastUse = _time.GetUtcNow().UtcTicks;
        return path;
    }

    /// <summary>Takes in the next part of a blob and, with its last byte, checks and publishes the whole.</summary>
    /// <param name="length">Of the whole blob.</param>
    /// <param name="offset">Where this part starts; must be what <see cref="Progress"/> said.</param>
    /// <exception cref="BlobStoreException">The part does not fit, is too much, or completes a blob of another digest.</exception>
    public async Task<BlobProgress> WriteAsync(string sha256, long length, long offset, Stream part, CancellationToken cancel)
    {
        RequireName(sha256);
        if (length < 0 || length > _maxBytes)
            throw new BlobStoreException(BlobFault.TooLarge, $"Blob {sha256} has {length} bytes; this store holds at most {_maxBytes}.");
        var writer = _writers.GetOrAdd(sha256, static _ => new SemaphoreSlim(1, 1));
        await writer.WaitAsync(cancel);
        try
        {
            if (Known(sha256) is { } done)
                return new BlobProgress(done.Length, true);
            var held = await AppendAsync(sha256, length, offset, _watch is null ? part : _watch(part), cancel);
            return held < length ? new BlobProgress(held, false) : await PublishAsync(sha256, length, cancel);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Takes in bytes that this host has whole.</summary>
    /// <param name="pinned">Never evicted while this process runs.</param>
    public async Task<string> AddAsync(ReadOnlyMemory<byte> bytes, bool pinned, CancellationToken cancel)
    {
        var sha256 = BlobDigest.Of(bytes.Span);
        await using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return await AddAsync(sha256, stream, bytes.Length, pinned, cancel);
    }

    /// <inheritdoc cref="AddAsync(ReadOnlyMemory{byte}, bool, CancellationToken)"/>
    public async Task<string> AddFileAsync(string path, bool pinned, CancellationToken cancel)
    {
        var sha256 = await BlobDigest.OfFileAsync(path, cancel);
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return await AddAsync(sha256, stream, stream.Length, pinned, cancel);
    }

    /// <summary>Keeps a blob for a holder, through restarts and whatever the bound says, until the last holder lets go. Again does no harm.</summary>
    /// <returns>Whether the blob is here whole; where it is not, nothing is held.</returns>
    public bool Hold(string sha256, string holder)
    {
        RequireName(sha256);
        lock (_holders)
        {
            if (Known(sha256) is not { } entry)
                return false;
            _holders.Add(sha256, holder);
            return entry.Held = true;
        }
    }

    /// <summary>The holder lets go; the blob is deleted when nobody else holds it and it is not pinned. Again does no harm.</summary>
    public void Release(string sha256, string holder)
    {
        RequireName(sha256);
        lock (_holders)
        {
            if (!_holders.Remove(sha256, holder) || Known(sha256) is not { } entry)
                return;
            entry.Held = false;
            if (!entry.Pinned)
                Drop(sha256);
        }
    }

    private async Task<string> AddAsync(string sha256, Stream content, long length, bool pinned, CancellationToken cancel)
    {
        var held = Progress(sha256);
        if (!held.Complete)
        {
            content.Position = Math.Min(held.Offset, length);
            await WriteAsync(sha256, length, held.Offset, content, cancel);
        }

        if (pinned && _whole.TryGetValue(sha256, out var entry))
            entry.Pinned = true;
        return sha256;
    }

    private async Task<long> AppendAsync(string sha256, long length, long offset, Stream part, CancellationToken cancel)
    {
        await using var file = new FileStream(PartPath(sha256), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous);
        if (file.Length > length)
            file.SetLength(0);
        if (offset != file.Length)
            throw new BlobStoreException(BlobFault.Offset, $"The store holds {file.Length} bytes of blob {sha256}; a part from {offset} does not go on from there.");
        file.Position = offset;
        var buffer = new byte[128 << 10];
        var unflushed = 0L;
        try
        {
            int read;
            while ((read = await part.ReadAsync(buffer, cancel)) > 0)
            {
                if (file.Position + read > length)
                    throw new BlobStoreException(BlobFault.TooLarge, $"Blob {sha256} was announced with {length} bytes and is longer.");
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                if ((unflushed += read) >= FlushEvery)
                {
                    file.Flush(flushToDisk: true);
                    unflushed = 0;
                }
            }
        }
        finally
        {
            file.Flush(flushToDisk: true);
        }

        return file.Length;
    }

    private async Task<BlobProgress> PublishAsync(string sha256, long length, CancellationToken cancel)
    {
        var part = PartPath(sha256);
        if (await BlobDigest.OfFileAsync(part, cancel) is var actual && actual != sha256)
        {
            File.Delete(part);
            throw new BlobStoreException(BlobFault.Digest, $"The bytes sent as blob {sha256} hash to {actual}; they were dropped.");
        }

        var whole = WholePath(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.Move(part, whole, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(whole)!);
        Count(sha256, length).Checked = true;
        // Who still waits on the removed lock finds the blob whole.
        _writers.TryRemove(sha256, out _);
        MakeRoom(except: sha256);
        return new BlobProgress(length, true);
    }

    private void MakeRoom(string except)
    {
        if (Bytes <= _maxBytes)
            return;
        foreach (var (sha256, blob) in _whole.Where(blob => blob.Value is { Pinned: false, Held: false } && blob.Key != except).OrderBy(blob => blob.Value.LastUse))
        {
            // Whoever has the file open reads on: the name goes, the bytes stay until it is closed.
            lock (_holders)
            {
                if (!_holders.IsHeld(sha256))
                    Drop(sha256);
            }

            if (Bytes <= _maxBytes)
                return;
        }
    }

    /// <summary>What is known of a whole blob; another process that shares the folder may have brought it, or taken it away.</summary>
    private Entry? Known(string sha256)
    {
        var file = new FileInfo(WholePath(sha256));
        if (file.Exists)
            return Count(sha256, file.Length);
        Forget(sha256);
        return null;
    }

    /// <summary>A whole blob counts once, whoever sees its file first.</summary>
    private Entry Count(string sha256, long length)
    {
        if (_whole.TryGetValue(sha256, out var known))
            return known;
        var entry = new Entry(length, _time.GetUtcNow().UtcTicks) { Held = _holders.IsHeld(sha256) };
        if (!_whole.TryAdd(sha256, entry))
            return _whole.GetValueOrDefault(sha256) ?? entry;
        Interlocked.Add(ref _bytes, length);
        return entry;
    }

    private void Drop(string sha256)
    {
        if (Forget(sha256))
            File.Delete(WholePath(sha256));
    }

    private bool Forget(string sha256)
    {
        if (!_whole.TryRemove(sha256, out var entry))
            return false;
        Interlocked.Add(ref _bytes, -entry.Length);
        return true;
    }

    private string WholePath(string sha256) => Path.Combine(_root, sha256[..2], sha256);

    private string PartPath(string sha256) => Path.Combine(_root, "partial", sha256);

    private static void RequireName(string sha256)
    {
        if (!BlobDigest.IsValid(sha256))
            throw new BlobStoreException(BlobFault.Name, "A blob is named by 64 lower-case hexadecimal digits.");
    }

    private sealed class Entry(long length, long lastUse)
    {
        public long Length { get; } = length;

        public long LastUse { get; set; } = lastUse;

        public bool Checked { get; set; }

        public bool Pinned { get; set; }

        public bool Held { get; set; }
    }
}
