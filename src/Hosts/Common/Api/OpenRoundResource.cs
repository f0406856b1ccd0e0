using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A round as it runs, as the REST API shows it.</summary>
/// <param name="Phase">waiting, keys, shares, reporting, unmasking, summing or ended.</param>
/// <param name="Devices">By id: asked, keyed, shared, reported, revealed or lost.</param>
/// <param name="Deadline">When the phase closes with what is in; absent where nothing times out.</param>
public sealed record OpenRoundResource(int Number, int Attempt, string Phase, IReadOnlyDictionary<string, string> Devices, DateTimeOffset? Deadline)
{
    public static OpenRoundResource Of(RoundView round) => new(
        round.Round.Number, round.Attempt, round.Phase, round.Devices.ToDictionary(device => device.Device.Value, device => device.Standing), round.Deadline);
}
