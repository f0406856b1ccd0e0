using System.Net;
using System.Net.Http.Headers;
using EdgeActors.Actors.Blobs;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>
/// This host's blob store and other hosts' over HTTPS. A fetch resumes where the last try stopped, gives up on a peer that is
/// silent for <see cref="Silence"/>, and hands out only bytes that hash to the digest.
/// </summary>
/// <param name="self">The base address of this host's own blob endpoint, known once it listens.</param>
public sealed class BlobExchange(BlobStore store, HttpClient peers, Func<Uri> self, TimeProvider time) : IBlobArchive
{
    /// <summary>A peer that sends nothing for this long is taken for gone.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private const int Tries = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    public async Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation)
    {
        var sha256 = await store.AddFileAsync(path, pinned: true, cancellation);
        return Reference(sha256, new FileInfo(path).Length, mediaType, Path.GetFileName(path));
    }

    public async Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation) =>
        Reference(await store.AddAsync(bytes, pinned: false, cancellation), bytes.Length, mediaType, name);

    public async Task<BlobRef> HoldAsync(BlobRef blob, string holder, CancellationToken cancellation)
    {
        RequireDigest(blob);
        for (var attempt = 1; !store.Hold(blob.Sha256, holder); attempt++)
        {
            if (attempt > Tries)
                throw new BlobUnavailableException($"Blob {blob.Sha256} ({blob.Name}) is gone {Tries} times before it could be kept: the store is too small.");
            await FetchAsync(blob, cancellation);
        }

        return Here(blob);
    }

    public BlobRef Here(BlobRef blob) => Reference(blob.Sha256, blob.Length, blob.MediaType, blob.Name);

    public Task ReleaseAsync(BlobRef blob, string holder, CancellationToken cancellation)
    {
        RequireDigest(blob);
        store.Release(blob.Sha256, holder);
        return Task.CompletedTask;
    }

    public async Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation)
    {
        RequireDigest(blob);
        if (await store.FindAsync(blob.Sha256, cancellation) is { } held)
            return held;
        if (blob.Uri is not { Scheme: "https" } from)
            throw new BlobUnavailableException($"Blob {blob.Sha256} ({blob.Name}) is not here, and nobody is named who has it.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await FetchOnceAsync(blob, from, cancellation))
                    return await store.FindAsync(blob.Sha256, cancellation)
                        ?? throw new BlobUnavailableException($"Blob {blob.Sha256} was evicted as soon as it was here: the store is too small.");
            }
            catch (BlobStoreException e) when (e.Fault != BlobFault.Offset)
            {
                throw new BlobUnavailableException($"Blob {blob.Sha256} ({blob.Name}) from {from}: {e.Message}", e);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is HttpRequestException or IOException or BlobStoreException or OperationCanceledException)
            {
                if (attempt == Tries)
                    throw new BlobUnavailableException($"Blob {blob.Sha256} ({blob.Name}) can't be had from {from}: {e.Message}", e);
            }

            if (attempt < Tries)
                await Task.Delay(FirstPause * (1 << (attempt - 1)), time, cancellation);
            else
                throw new BlobUnavailableException($"Blob {blob.Sha256} ({blob.Name}) stopped short {Tries} times from {from}.");
        }
    }

    /// <summary>True when the blob is whole; false when the peer ended early and the rest is to be asked for.</summary>
    private async Task<bool> FetchOnceAsync(BlobRef blob, Uri from, CancellationToken cancel)
    {
        var offset = store.Progress(blob.Sha256).Offset;
        // All of it came before this host died, and only its check and its name are missing.
        if (offset >= blob.Length)
            return (await store.WriteAsync(blob.Sha256, blob.Length, offset, Stream.Null, cancel)).Complete;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(Silence);
        using var request = new HttpRequestMessage(HttpMethod.Get, from);
        if (offset > 0)
            request.Headers.Range = new RangeHeaderValue(offset, null);
        using var response = await peers.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new BlobUnavailableException($"Blob {blob.Sha256} ({blob.Name}): {from} does not have it.");
        response.EnsureSuccessStatusCode();
        await using var body = new WatchedStream(await response.Content.ReadAsStreamAsync(silence.Token), () => silence.CancelAfter(Silence));
        if (offset > 0 && response.StatusCode != HttpStatusCode.PartialContent)
            throw new HttpRequestException($"{from} ignored the range that was asked for.");
        return (await store.WriteAsync(blob.Sha256, blob.Length, offset, body, silence.Token)).Complete;
    }

    private static void RequireDigest(BlobRef blob)
    {
        if (!BlobDigest.IsValid(blob.Sha256))
            throw new BlobUnavailableException($"'{blob.Sha256}' is not a SHA-256 in lower-case hexadecimal.");
    }

    private BlobRef Reference(string sha256, long length, string mediaType, string name) =>
        new(sha256, length, mediaType, name, new Uri(self(), $"/blobs/{sha256}"));
}
