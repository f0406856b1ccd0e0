using EdgeActors.Inference.Splits;

namespace EdgeActors.Actors.Coordinators;

/// <param name="Ahead">Only to have it ready: nothing changes when the device accepts.</param>
public sealed record PendingProposal(string Id, SplitChoice Choice, bool Ahead = false);
