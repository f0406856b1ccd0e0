using Akka.Actor;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Agents;

public static class AgentHosting
{
    /// <summary>
    /// Starts the agent of one device on a local system; one host may have several. The host then gives the agent to the device's link,
    /// which tells it what comes.
    /// </summary>
    public static IActorRef StartDeviceAgent(this ActorSystem system, DeviceId device, AgentOptions options, AgentServices services) =>
        system.ActorOf(DeviceAgentActor.Props(device, options, services), $"agent-{device}");
}
