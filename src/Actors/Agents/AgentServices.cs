using Akka.Actor;
using EdgeActors.Actors.Partitions;
using EdgeActors.Planning;

namespace EdgeActors.Actors.Agents;

/// <summary>What the agent of one device uses of its host.</summary>
/// <param name="Partitions">The host's <see cref="PartitionsActor"/>; several devices of one host share it.</param>
/// <param name="Planner">Plans requests while there is no link: rules, since GPT is out of reach then.</param>
/// <param name="Training">Takes the training messages of this device; nobody drops them.</param>
public sealed record AgentServices(
    IDeviceLink Link, BundleLibrary Library, IActorRef Partitions, IPlanner Planner, IActorRef Training, TimeProvider Time);
