using EdgeActors.Inference.Splits;

namespace EdgeActors.Actors.Coordinators;

public sealed record PendingProposal(string Id, SplitChoice Choice);
