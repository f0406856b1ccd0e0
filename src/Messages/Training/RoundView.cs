namespace EdgeActors.Messages.Training;

/// <summary>A round as people see it.</summary>
/// <param name="Attempt">0 before the first.</param>
/// <param name="Phase">waiting, keys, shares, reporting, unmasking, summing or ended.</param>
/// <param name="Devices">Of the current attempt.</param>
/// <param name="Deadline">When the phase closes with what is in; null where nothing times out.</param>
public sealed record RoundView(RoundId Round, int Attempt, string Phase, ValueArray<DeviceInRound> Devices, DateTimeOffset? Deadline) : ITrainingMessage;
