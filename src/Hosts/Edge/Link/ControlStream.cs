using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Actors.Sessions;
using EdgeActors.Hosts.Common.Link;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace EdgeActors.Edge.Link;

/// <summary>
/// One device's control stream, from open to end. Frames from the device go to its session as they are; frames for the device
/// wait in a bounded channel. A device that does not read fills it: then the session ends, instead of the edge's memory.
/// </summary>
internal sealed class ControlStream(DeviceId device, EdgeName edge, DeviceSessions sessions, LinkLimits limits, CancellationToken stopping, TimeProvider time, ILogger log)
{
    public async Task RunAsync(IAsyncStreamReader<DeviceFrame> inbound, IServerStreamWriter<EdgeFrame> outbound, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var frames = Channel.CreateBounded<EdgeFrame>(new BoundedChannelOptions(limits.OutboundFrames) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        // A host that stops does not wait for its devices to hang up: it says goodbye, and they dial another edge or again.
        using var farewell = stopping.Register(() =>
        {
            frames.Writer.TryWrite(new EdgeFrame { Goodbye = new Goodbye { Reason = "the edge is stopping" } });
            frames.Writer.TryComplete();
        });
        var opened = await OpenAsync(frames.Writer, ending.Token);
        var reason = "the stream ended";
        try
        {
            // Headers at once: the device takes them as "connected" and says Hello.
            await context.WriteResponseHeadersAsync(new Metadata { { LinkHeaders.EdgeName, edge.Value }, { LinkHeaders.DownloadAcknowledgements, "yes" } });
            log.LinkOpened(device.Value, opened.Session.Value);
            var sending = SendAllAsync(frames.Reader, outbound, ending.Token);
            var receiving = ReceiveAllAsync(inbound, opened.Actor, ending.Token);
            var first = await Task.WhenAny(sending, receiving);
            if (first == receiving)
            {
                // Let the session say goodbye before the stream closes.
                reason = await Outcome(receiving, "the device closed the stream");
                opened.Actor.Tell(new SessionSeam.StreamEnded(reason));
                frames.Writer.TryComplete();
                await sending.WaitAsync(limits.Silence, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (receiving.IsFaulted)
                    await receiving;
            }
            else
            {
                reason = await Outcome(sending, "the session ended");
                opened.Actor.Tell(new SessionSeam.StreamEnded(reason));
                if (sending.IsFaulted)
                    await sending;
            }
        }
        finally
        {
            frames.Writer.TryComplete();
            await ending.CancelAsync();
            opened.Actor.Tell(new SessionSeam.StreamEnded(reason));
            log.LinkClosed(device.Value, reason);
        }
    }

    private async Task<SessionSeam.SessionOpened> OpenAsync(ChannelWriter<EdgeFrame> frames, CancellationToken cancel)
    {
        try
        {
            return await sessions.OpenAsync(new SessionSeam.OpenSession(device, frames), limits.AnswerTimeout, cancel);
        }
        catch (AskTimeoutException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The edge is not ready for sessions; dial again."));
        }
    }

    private async Task ReceiveAllAsync(IAsyncStreamReader<DeviceFrame> inbound, IActorRef session, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(limits.HelloTimeout);
        try
        {
            if (!await inbound.MoveNext(deadline.Token))
                return;
        }
        catch (Exception e) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"No Hello within {limits.HelloTimeout.TotalSeconds:0} s."));
        }

        if (inbound.Current.BodyCase != DeviceFrame.BodyOneofCase.Hello)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"The first frame must be Hello, not {inbound.Current.BodyCase}."));
        if (inbound.Current.Hello.DeviceId != device.Value)
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"The certificate is of '{device}', but Hello says '{inbound.Current.Hello.DeviceId}'."));
        do
            session.Tell(inbound.Current);
        while (await inbound.MoveNext(cancel));
    }

    private async Task SendAllAsync(ChannelReader<EdgeFrame> frames, IServerStreamWriter<EdgeFrame> outbound, CancellationToken cancel)
    {
        await foreach (var frame in frames.ReadAllAsync(cancel))
        {
            var sent = outbound.WriteAsync(frame, cancel);
            try
            {
                await sent.WaitAsync(limits.Silence, time, cancel);
            }
            catch (TimeoutException)
            {
                throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The device has read nothing for {limits.Silence.TotalSeconds:0.#} s."));
            }
        }
    }

    private static async Task<string> Outcome(Task side, string whenWell)
    {
        await side.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return side.Exception?.InnerException switch
        {
            RpcException { Status.Detail: var detail } => detail,
            { Message: var message } => message,
            null => side.IsCanceled ? "the connection broke" : whenWell,
        };
    }
}
