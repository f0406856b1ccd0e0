namespace EdgeActors.Learning.Rounds;

/// <summary>The state after a round, and the difference that brings a device's copy of the model there.</summary>
public sealed record CommittedStep(GlobalState State, byte[] Difference);
