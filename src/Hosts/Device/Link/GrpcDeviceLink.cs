using System.Threading.Channels;
using EdgeActors.Actors.Agents;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Link;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages.Link;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgeActors.Device.Link;

/// <summary>
/// A device's end of the link: dials, dials again with backoff for as long as the host lives, and tells the device what
/// happens. One HTTP/2 connection carries the control stream, tensors and blobs, each on a stream of its own.
/// </summary>
/// <param name="tell">The agent's mailbox: <see cref="AgentSeam.LinkUp"/>, <see cref="EdgeFrame"/>, <see cref="AgentSeam.LinkDown"/>, in order.</param>
public sealed class GrpcDeviceLink(
    DeviceLinkOptions options, MutualTls tls, LinkShaper? shaper, BlobStore blobs, Action<object> tell, Backoff backoff, TimeProvider time, ILogger<GrpcDeviceLink> log)
    : IDeviceLink, IAsyncDisposable
{
    private readonly GrpcChannel _channel = EdgeChannel.Open(options, tls, shaper);
    private readonly CancellationTokenSource _stopping = new();
    private volatile Connection? _connection;
    private Task _dialling = Task.CompletedTask;

    private DeviceLink.DeviceLinkClient Client => field ??= new DeviceLink.DeviceLinkClient(_channel);

    public void Start() => _dialling = DialForeverAsync();

    public async ValueTask SendAsync(DeviceFrame frame, CancellationToken cancellation)
    {
        try
        {
            await Connected().Outbound.Writer.WriteAsync(frame, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new LinkDownException("The link broke before the frame was sent.", e);
        }
    }

    public async Task<TensorSent> SendTensorAsync(TensorHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var connection = Connected();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, connection.Broken);
        try
        {
            return await TensorUpload.SendAsync(Client, header, payload, options.ChunkBytes, time, both.Token);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.ResourceExhausted or StatusCode.InvalidArgument or StatusCode.PermissionDenied)
        {
            return new TensorSent(e.Status.Detail, TimeSpan.Zero, 0);
        }
        catch (Exception e) when (e is RpcException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new LinkDownException($"The tensor of step {header.Step} did not get through: {Describe(e)}", e);
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException(e.Status.Detail, e, cancellation);
        }
    }

    public async Task<string> FetchBlobAsync(BlobInfo blob, CancellationToken cancellation) =>
        await blobs.FindAsync(blob.Sha256, cancellation) ?? await new BlobDownload(Client, blobs, options, () => _connection is { ReadsAcknowledgements: true }, time).FetchAsync(blob, cancellation);

    /// <summary>Uploads bytes into the edge's store, going on where an earlier try stopped.</summary>
    public Task UploadBlobAsync(BlobInfo blob, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        BlobUpload.SendAsync(Client, blob, bytes, options, time, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _dialling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
    }

    private async Task DialForeverAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var reason = await TalkAsync();
            if (_stopping.IsCancellationRequested)
                return;
            var wait = backoff.Next();
            log.Lost(options.Edge, reason, wait.TotalMilliseconds);
            await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One connection, from dialling to its end. Gives why it ended.</summary>
    private async Task<string> TalkAsync()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var isUp = false;
        var reason = "the host stops";
        try
        {
            using var call = Client.Control(cancellationToken: ending.Token);
            var headers = await call.ResponseHeadersAsync.WaitAsync(options.ConnectTimeout * 2, time, ending.Token);
            var edge = headers.GetValue(LinkHeaders.EdgeName)
                ?? throw new RpcException(call.GetStatus().StatusCode == StatusCode.OK ? new Status(StatusCode.Internal, "the edge did not say its name") : call.GetStatus());
            var connection = new Connection(options.OutboundFrames, headers.Get(LinkHeaders.DownloadAcknowledgements) is not null, ending.Token);
            _connection = connection;
            isUp = true;
            log.Connected(edge, options.Edge);
            tell(new AgentSeam.LinkUp(edge));
            var sending = SendAllAsync(connection, call.RequestStream, ending.Token);
            reason = await ReceiveAllAsync(call.ResponseStream, ending.Token);
            connection.Outbound.Writer.TryComplete();
            await ending.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is RpcException or IOException or HttpRequestException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            reason = Describe(e);
        }
        finally
        {
            _connection?.Outbound.Writer.TryComplete();
            _connection = null;
            await ending.CancelAsync();
            if (isUp)
                tell(new AgentSeam.LinkDown(reason));
        }

        return reason;
    }

    private async Task<string> ReceiveAllAsync(IAsyncStreamReader<EdgeFrame> frames, CancellationToken cancel)
    {
        var reason = "the edge closed the stream";
        while (await frames.MoveNext(cancel))
        {
            var frame = frames.Current;
            switch (frame.BodyCase)
            {
                // Only an edge that took this device in counts as reached: a refusal is not dialled again at once.
                case EdgeFrame.BodyOneofCase.Welcome: backoff.Reset(); break;
                case EdgeFrame.BodyOneofCase.Refusal: reason = $"the edge refuses this device: {frame.Refusal.Reason}"; break;
                case EdgeFrame.BodyOneofCase.Goodbye: reason = $"the edge says goodbye: {frame.Goodbye.Reason}"; break;
            }

            tell(frame);
        }

        return reason;
    }

    private static async Task SendAllAsync(Connection connection, IClientStreamWriter<DeviceFrame> stream, CancellationToken cancel)
    {
        await foreach (var frame in connection.Outbound.Reader.ReadAllAsync(cancel))
            await stream.WriteAsync(frame, cancel);
    }

    private Connection Connected() => _connection ?? throw new LinkDownException($"There is no link to {options.Edge} now.");

    private string Describe(Exception failure) => failure switch
    {
        RpcException { Status: { Detail: { Length: > 0 } detail } } when !detail.Contains("The SSL connection", StringComparison.Ordinal) => detail,
        RpcException when tls.LastRefusal is { } refusal => $"this device refuses the edge: {refusal}",
        RpcException e => $"no connection to {options.Edge} ({e.Status.DebugException?.GetBaseException().Message ?? e.Status.Detail})",
        TimeoutException => $"{options.Edge} does not answer",
        _ => failure.Message,
    };

    private sealed record Connection(Channel<DeviceFrame> Outbound, bool ReadsAcknowledgements, CancellationToken Broken)
    {
        public Connection(int frames, bool readsAcknowledgements, CancellationToken broken)
            : this(Channel.CreateBounded<DeviceFrame>(new BoundedChannelOptions(frames) { SingleReader = true }), readsAcknowledgements, broken)
        {
        }
    }
}
