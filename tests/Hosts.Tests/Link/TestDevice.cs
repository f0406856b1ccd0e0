using System.Threading.Channels;
using EdgeActors.Actors.Agents;
using EdgeActors.Device.Link;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages.Link;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>A device's end of the link, with what its agent is told.</summary>
internal sealed class TestDevice : IAsyncDisposable
{
    private readonly Channel<object> _told = Channel.CreateUnbounded<object>();

    private TestDevice(Uri edge, MutualTls tls, string blobs, LinkShaper? shaper, string id)
    {
        Id = id;
        Blobs = new BlobStore(blobs, 100_000_000, TimeProvider.System);
        var options = new DeviceLinkOptions(edge) { FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(200) };
        Link = new GrpcDeviceLink(options, tls, shaper, Blobs, message => _told.Writer.TryWrite(message), new Backoff(options.FirstRetry, options.LongestRetry, 1), TimeProvider.System, NullLogger<GrpcDeviceLink>.Instance);
        Link.Start();
    }

    public string Id { get; }

    public GrpcDeviceLink Link { get; }

    public BlobStore Blobs { get; }

    public static async Task<TestDevice> StartAsync(string data, Uri edge, string id = "camera", LinkShaper? shaper = null) =>
        new(edge, await TlsAsync(TestEdge.Certificates(data), id), Path.Combine(data, id, "blobs"), shaper, id);

    public static async Task<MutualTls> TlsAsync(CertificateFolder certificates, string id)
    {
        var peer = new PeerIdentity(id, PeerIdentity.DeviceRole);
        await certificates.PrepareForDevelopmentAsync(peer, [], CancellationToken.None);
        return certificates.Open(peer).With("edge");
    }

    /// <summary>Waits for the link and says Hello.</summary>
    public async Task<TestDevice> ConnectedAsync()
    {
        await NextAsync<AgentSeam.LinkUp>();
        await Link.SendAsync(new DeviceFrame { Hello = new Hello { DeviceId = Id } }, CancellationToken.None);
        return this;
    }

    public async Task<T> NextAsync<T>()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var passed = new List<string>();
        try
        {
            while (true)
            {
                var message = await _told.Reader.ReadAsync(limit.Token);
                if (message is T wanted)
                    return wanted;
                passed.Add(message.ToString()!);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The agent was told no {typeof(T).Name} within 20 s; it was told: {string.Join(", ", passed)}.");
        }
    }

    /// <summary>The bare client, for what a well-behaved link never does.</summary>
    public static async Task<DeviceLink.DeviceLinkClient> BareAsync(string data, Uri edge, string id = "camera") =>
        new(EdgeChannelFor(edge, await TlsAsync(TestEdge.Certificates(data), id)));

    public static ChannelBase EdgeChannelFor(Uri edge, MutualTls tls) => EdgeChannel.Open(new DeviceLinkOptions(edge), tls, shaper: null);

    public ValueTask DisposeAsync() => Link.DisposeAsync();
}
