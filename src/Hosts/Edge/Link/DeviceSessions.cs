using Akka.Actor;
using EdgeActors.Actors.Sessions;

namespace EdgeActors.Edge.Link;

/// <summary>The actors' side of the link, as the gRPC service sees it: one actor that is asked.</summary>
/// <param name="sessions">Gives the actor, waiting until the actor system has started it.</param>
public sealed class DeviceSessions(Func<CancellationToken, Task<IActorRef>> sessions)
{
    public async Task<SessionSeam.SessionOpened> OpenAsync(SessionSeam.OpenSession open, TimeSpan timeout, CancellationToken cancel) =>
        await (await sessions(cancel)).Ask<SessionSeam.SessionOpened>(open, timeout, cancel);

    public async Task AnnounceAsync(SessionSeam.TensorComing tensor, CancellationToken cancel) => (await sessions(cancel)).Tell(tensor);

    public async Task<SessionSeam.TensorTaken> OfferAsync(SessionSeam.TensorReceived tensor, TimeSpan timeout, CancellationToken cancel) =>
        await (await sessions(cancel)).Ask<SessionSeam.TensorTaken>(tensor, timeout, cancel);
}
