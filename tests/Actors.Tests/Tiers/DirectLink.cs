using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using static EdgeActors.Actors.Sessions.SessionSeam;

namespace EdgeActors.Actors.Tests.Tiers;

/// <summary>A device link without a network: frames go to the session as they are. Tensors can be held back, and the link broken.</summary>
internal sealed class DirectLink(DeviceId device, IActorRef sessions, FolderBlobs edgeBlobs) : IDeviceLink
{
    private IActorRef _session = ActorRefs.Nobody;
    private IActorRef _agent = ActorRefs.Nobody;
    private int _tensors;

    /// <summary>Tensors of steps that were handed over, the held ones too.</summary>
    public int Tensors => _tensors;

    /// <summary>Tensors wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task ConnectAsync(IActorRef agent)
    {
        _agent = agent;
        var outbound = Channel.CreateBounded<EdgeFrame>(64);
        _session = (await sessions.Ask<SessionOpened>(new OpenSession(device, outbound))).Actor;
        _ = PumpAsync(outbound.Reader);
        agent.Tell(new AgentSeam.LinkUp("edge-1"));
    }

    public void Break()
    {
        _session.Tell(new StreamEnded("the cable was pulled"));
        _session = ActorRefs.Nobody;
        _agent.Tell(new AgentSeam.LinkDown("the cable was pulled"));
    }

    public ValueTask SendAsync(DeviceFrame frame, CancellationToken cancellation)
    {
        if (_session.IsNobody())
            throw new LinkDownException("there is no connection");
        _session.Tell(DeviceFrame.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(frame)));
        return ValueTask.CompletedTask;
    }

    public async Task<TensorSent> SendTensorAsync(TensorHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (header.Probe.Length == 0)
            Interlocked.Increment(ref _tensors);
        await Gate.WaitAsync(cancellation);
        var taken = await sessions.Ask<TensorTaken>(new TensorReceived(device, header, payload, TimeSpan.FromMilliseconds(1)), cancellation);
        return new(taken.Refusal, TimeSpan.FromMilliseconds(1), payload.Length);
    }

    public Task<string> FetchBlobAsync(BlobInfo blob, CancellationToken cancellation) => Task.FromResult(edgeBlobs.PathOf(blob.Sha256));

    private async Task PumpAsync(ChannelReader<EdgeFrame> frames)
    {
        await foreach (var frame in frames.ReadAllAsync())
            _agent.Tell(frame);
    }
}
