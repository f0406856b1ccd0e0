using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Actors.Sessions;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>Opens every session and writes down what it is told. A tensor for a step named <c>unwanted</c> is refused.</summary>
internal sealed class RecordingSessions : ReceiveActor
{
    private int _sessions;

    public RecordingSessions(ChannelWriter<Heard> heard)
    {
        Receive<SessionSeam.OpenSession>(open =>
        {
            heard.TryWrite(new Heard(open));
            Sender.Tell(new SessionSeam.SessionOpened(new SessionId($"s{++_sessions}"), Self));
        });
        Receive<SessionSeam.TensorReceived>(tensor =>
        {
            heard.TryWrite(new Heard(tensor));
            Sender.Tell(new SessionSeam.TensorTaken(tensor.Header.Step, tensor.Header.Step == "unwanted" ? "nobody waits for it" : null));
        });
        ReceiveAny(message => heard.TryWrite(new Heard(message)));
    }

    internal sealed record Heard(object Message);
}
