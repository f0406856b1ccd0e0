using Akka.Actor;
using EdgeActors.Messages;
using static EdgeActors.Actors.Sessions.SessionSeam;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// The open streams of one edge node. Commands: <see cref="OpenSession"/>, and <see cref="TensorComing"/> and <see cref="TensorReceived"/>,
/// which it hands to the device's newest session. A device that dials again replaces its older stream at once.
/// </summary>
public sealed class DeviceSessionsActor : ReceiveActor
{
    private readonly Dictionary<DeviceId, IActorRef> _newest = [];

    public DeviceSessionsActor(IActorRef devices, IActorRef requests, EdgeServices services)
    {
        Receive<OpenSession>(open =>
        {
            var id = new SessionId($"s-{Guid.CreateVersion7(services.Time.GetUtcNow()):n}");
            var session = Context.ActorOf(DeviceSessionActor.Props(open.Device, id, open.Outbound, devices, requests, services), id.Value);
            Context.WatchWith(session, new SessionGone(open.Device, session));
            if (_newest.TryGetValue(open.Device, out var older))
                older.Tell(new StreamEnded("the device has opened a newer stream"));
            _newest[open.Device] = session;
            Sender.Tell(new SessionOpened(id, session));
        });
        Receive<TensorComing>(tensor => _newest.GetValueOrDefault(tensor.Device)?.Forward(tensor));
        Receive<TensorReceived>(tensor =>
        {
            if (_newest.TryGetValue(tensor.Device, out var session))
                session.Forward(tensor);
            else
                Sender.Tell(new TensorTaken(tensor.Header.Step, $"device {tensor.Device} has no control stream on this edge"));
        });
        Receive<SessionGone>(gone =>
        {
            if (_newest.GetValueOrDefault(gone.Device)?.Equals(gone.Session) == true)
                _newest.Remove(gone.Device);
        });
    }

    public static Props Props(IActorRef devices, IActorRef requests, EdgeServices services) =>
        Akka.Actor.Props.Create(() => new DeviceSessionsActor(devices, requests, services));

    /// <summary>A session that a device's frame has thrown out of step is over; the device dials again.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private sealed record SessionGone(DeviceId Device, IActorRef Session) : INoSerializationVerificationNeeded;
}
