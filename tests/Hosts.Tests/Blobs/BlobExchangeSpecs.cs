using System.Net;
using System.Net.Http.Headers;
using EdgeActors.Actors.Blobs;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Link;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Blobs;

/// <summary>Blobs between hosts, over a real listener of mutual TLS.</summary>
public sealed class BlobExchangeSpecs : IDisposable
{
    private static readonly PeerIdentity Gateway = new("gateway", "gateway");

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_blob_of_another_host_is_fetched_once_and_checked()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var bytes = SeededBytes.Of(1, 500_000);
        var blob = new BlobRef(await edge.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None), bytes.Length, "image/jpeg", "a.jpg", null);
        var reference = blob with { Uri = new Uri(edge.BlobsUrl, $"/blobs/{blob.Sha256}") };
        var (exchange, _) = await ExchangeAsync(Gateway);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(await exchange.FetchAsync(reference, CancellationToken.None)));

        // From now on it needs nobody.
        Assert.Equal(bytes, await File.ReadAllBytesAsync(await exchange.FetchAsync(blob, CancellationToken.None)));
    }

    [Fact]
    public async Task A_fetch_goes_on_from_what_an_earlier_one_left()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var bytes = SeededBytes.Of(2, 300_000);
        var sha = await edge.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None);
        var (exchange, store) = await ExchangeAsync(Gateway);
        using (var half = new MemoryStream(bytes, 0, 200_000))
            Assert.Equal(200_000, (await store.WriteAsync(sha, bytes.Length, 0, half, CancellationToken.None)).Offset);
        var path = await exchange.FetchAsync(new BlobRef(sha, bytes.Length, "", "", new Uri(edge.BlobsUrl, $"/blobs/{sha}")), CancellationToken.None);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    /// <summary>Found by bench crash: a host killed right after the last byte asked for nothing more and never named the blob.</summary>
    [Fact]
    public async Task A_blob_that_came_whole_before_the_host_died_is_named_by_the_next_fetch()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var bytes = SeededBytes.Of(6, 50_000);
        var sha = await edge.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None);
        await LeaveUnnamedAsync(_files["fetched"], sha, bytes);
        var (exchange, _) = await ExchangeAsync(Gateway);
        var path = await exchange.FetchAsync(new BlobRef(sha, bytes.Length, "", "", new Uri(edge.BlobsUrl, $"/blobs/{sha}")), CancellationToken.None);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_device_that_died_before_it_named_a_blob_names_it_at_the_next_download()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var bytes = SeededBytes.Of(7, 50_000);
        var sha = await edge.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None);
        await using var device = await TestDevice.StartAsync(_files.Path, edge.Url);
        await LeaveUnnamedAsync(_files["camera", "blobs"], sha, bytes);
        var path = await device.Link.FetchBlobAsync(new() { Sha256 = sha, Length = bytes.Length }, CancellationToken.None);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_blob_that_nobody_has_is_named_in_the_error()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var (exchange, _) = await ExchangeAsync(Gateway);
        var missing = new BlobRef(new string('c', 64), 10, "", "head.onnx", new Uri(edge.BlobsUrl, $"/blobs/{new string('c', 64)}"));
        var e = await Assert.ThrowsAsync<BlobUnavailableException>(() => exchange.FetchAsync(missing, CancellationToken.None));
        Assert.Contains("head.onnx", e.Message);
        await Assert.ThrowsAsync<BlobUnavailableException>(() => exchange.FetchAsync(missing with { Uri = null }, CancellationToken.None));
        await Assert.ThrowsAsync<BlobUnavailableException>(() => exchange.FetchAsync(missing with { Uri = new Uri("http://127.0.0.1/blobs/c") }, CancellationToken.None));
    }

    [Fact]
    public async Task A_device_may_not_fetch_what_hosts_keep_for_each_other()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var device = new HttpClient(new SocketsHttpHandler { SslOptions = (await TlsAsync(new PeerIdentity("camera", PeerIdentity.DeviceRole), "edge")).ForClient() });
        await Assert.ThrowsAsync<HttpRequestException>(() => device.GetAsync(new Uri(edge.BlobsUrl, $"/blobs/{new string('c', 64)}")));
    }

    [Fact]
    public async Task A_put_in_parts_is_taken_in_order_and_published_with_its_last()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = (await TlsAsync(Gateway, "edge")).ForClient() });
        var bytes = SeededBytes.Of(3, 1000);
        var at = new Uri(edge.BlobsUrl, $"/blobs/{BlobDigest.Of(bytes)}");
        Assert.Equal(HttpStatusCode.Accepted, await PutAsync(client, at, bytes, 0, 600));
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync(client, at, bytes, 700, 1000));
        using (var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, at)))
            Assert.Equal("600", Assert.Single(head.Headers.GetValues(BlobEndpoints.OffsetHeader)));
        Assert.Equal(HttpStatusCode.Created, await PutAsync(client, at, bytes, 600, 1000));
        Assert.Equal(bytes, await client.GetByteArrayAsync(at));
    }

    [Fact]
    public async Task A_route_is_served_on_its_own_port_only()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var sha = await edge.Blobs.AddAsync(SeededBytes.Of(4, 10), pinned: true, CancellationToken.None);
        using var plain = new HttpClient();
        using var member = new HttpClient(new SocketsHttpHandler { SslOptions = (await TlsAsync(Gateway, "edge")).ForClient() });
        Assert.Equal(HttpStatusCode.OK, (await plain.GetAsync(new Uri(edge.HttpUrl, "/healthz/live"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await plain.GetAsync(new Uri(edge.HttpUrl, $"/blobs/{sha}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(new Uri(edge.BlobsUrl, $"/blobs/{sha}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync(new Uri(edge.BlobsUrl, "/healthz/live"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync(new Uri(edge.BlobsUrl, "/metrics"))).StatusCode);
    }

    private static async Task LeaveUnnamedAsync(string store, string sha, byte[] bytes)
    {
        Directory.CreateDirectory(Path.Combine(store, "partial"));
        await File.WriteAllBytesAsync(Path.Combine(store, "partial", sha), bytes);
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, Uri at, byte[] bytes, int from, int to)
    {
        using var part = new ByteArrayContent(bytes, from, to - from);
        part.Headers.ContentRange = new ContentRangeHeaderValue(from, to - 1, bytes.Length);
        using var response = await client.PutAsync(at, part);
        return response.StatusCode;
    }

    private async Task<(BlobExchange Exchange, BlobStore Store)> ExchangeAsync(PeerIdentity peer)
    {
        var store = new BlobStore(_files["fetched"], 10_000_000, TimeProvider.System);
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = (await TlsAsync(peer, "edge")).ForClient() });
        return (new BlobExchange(store, client, () => new Uri("https://127.0.0.1:1"), TimeProvider.System), store);
    }

    private async Task<MutualTls> TlsAsync(PeerIdentity peer, string with)
    {
        var certificates = TestEdge.Certificates(_files.Path);
        await certificates.PrepareForDevelopmentAsync(peer, [], CancellationToken.None);
        return certificates.Open(peer).With(with);
    }
}
