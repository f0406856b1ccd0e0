using Akka.Actor;
using EdgeActors.Messages.Serialization;

namespace EdgeActors.Messages.Training;

/// <summary>Writes and reads the training context: runs, rounds and what crosses the device link in training frames; its journal under manifests of their own.</summary>
public sealed class TrainingSerializer(ExtendedActorSystem system)
    : ContextSerializer(system, 1104, [.. TrainingContracts.Runs(), .. TrainingContracts.Rounds(), .. TrainingJournalContracts.All()]);
