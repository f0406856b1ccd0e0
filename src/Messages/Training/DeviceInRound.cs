namespace EdgeActors.Messages.Training;

/// <summary>How far a device has come in a round.</summary>
/// <param name="Standing">One of <see cref="DeviceStandings"/>.</param>
public sealed record DeviceInRound(DeviceId Device, string Standing);
