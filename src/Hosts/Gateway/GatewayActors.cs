using Akka.Actor;

namespace EdgeActors.Gateway;

/// <summary>The ways into the cluster that the gateway translates for: proxies, nothing of which lives here.</summary>
/// <param name="Requests">The region of requests.</param>
/// <param name="Devices">The region of device twins.</param>
/// <param name="Directory">The directory of devices.</param>
/// <param name="Models">The model registry.</param>
public sealed record GatewayActors(ActorSystem System, IActorRef Requests, IActorRef Devices, IActorRef Directory, IActorRef Models)
{
    /// <summary>How long the gateway waits for a first answer; work itself is never waited for by Ask.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>How long a submit waits to learn whether the device is there; a request is taken in without knowing it.</summary>
    public static readonly TimeSpan PresenceWithin = TimeSpan.FromSeconds(1);
}
