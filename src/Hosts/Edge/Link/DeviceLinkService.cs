using EdgeActors.Actors.Sessions;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Messages.Link;
using Grpc.Core;

namespace EdgeActors.Edge.Link;

/// <summary>The edge's end of the device link: transport only. What frames and tensors mean is the session's to know.</summary>
public sealed class DeviceLinkService(
    DeviceSessions sessions, TensorBudget budget, LinkLimits limits, BlobStore blobs, LinkPriority priority, Enrolment enrolment, EdgeName edge, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DeviceLinkService> log)
    : DeviceLink.DeviceLinkBase
{
    public override Task Control(IAsyncStreamReader<DeviceFrame> requestStream, IServerStreamWriter<EdgeFrame> responseStream, ServerCallContext context) =>
        new ControlStream(LinkCaller.Device(context), edge, sessions, limits, lifetime.ApplicationStopping, time, log).RunAsync(requestStream, responseStream, context);

    public override Task<TensorReceipt> SendTensor(IAsyncStreamReader<TensorChunk> requestStream, ServerCallContext context) =>
        new TensorReception(LinkCaller.Device(context), sessions, budget, limits, time).ReceiveAsync(requestStream, context.CancellationToken);

    public override Task<BlobStatus> GetBlobStatus(BlobQuery request, ServerCallContext context)
    {
        _ = LinkCaller.Device(context);
        return BlobTransfer.StatusAsync(blobs, request);
    }

    public override Task<BlobStatus> UploadBlob(IAsyncStreamReader<BlobChunk> requestStream, ServerCallContext context)
    {
        _ = LinkCaller.Device(context);
        return BlobTransfer.ReceiveAsync(blobs, requestStream, limits, time, context.CancellationToken);
    }

    public override async Task DownloadBlob(IAsyncStreamReader<BlobQuery> requestStream, IServerStreamWriter<BlobChunk> responseStream, ServerCallContext context)
    {
        var device = LinkCaller.Device(context);
        // A download can be resumed, so a host that stops breaks it off.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var silence = new SilenceGuard(limits.Silence, time, ending.Token);
        try
        {
            if (!await silence.NextAsync(requestStream))
                throw new RpcException(new Status(StatusCode.InvalidArgument, "The first query must say which blob is wanted."));
            var sha256 = requestStream.Current.Sha256;
            await using var file = await BlobTransfer.OpenAsync(blobs, requestStream.Current, ending.Token);
            await new BlobSending(requestStream, responseStream, (took, stop) => priority.TurnAsync(device, sha256, took, limits.YieldShare * took, stop), limits, time)
                .SendAsync(file, sha256, silence, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The edge is stopping; resume later."));
        }
    }

    /// <summary>The one call for which no certificate is needed.</summary>
    public override Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context) => Task.FromResult(enrolment.Enrol(request));
}
