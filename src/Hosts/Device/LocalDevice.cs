using Akka.Actor;
using EdgeActors.Device.Link;
using EdgeActors.Messages;

namespace EdgeActors.Device;

/// <summary>One device of this host: its agent, its local training (nobody where it has no data), its link and, where the link may be throttled, the throttle.</summary>
public sealed record LocalDevice(DeviceId Id, IActorRef Agent, IActorRef Training, GrpcDeviceLink Link, LinkShaper? Shaper);
