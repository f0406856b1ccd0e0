using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Rounds;

public sealed partial record RoundState
{
    public RoundView View => new(
        Id, Attempt, Name(Phase), (Order?.Cohort ?? []).Select(device => new DeviceInRound(device, StandingOf(device))).ToValueArray(), Deadline);

    private string StandingOf(DeviceId device) => device switch
    {
        _ when Revealed.ContainsKey(device) => DeviceStandings.Revealed,
        _ when Updates.ContainsKey(device) => DeviceStandings.Reported,
        _ when Declined.Contains(device) => DeviceStandings.Lost,
        _ when IsAsynchronous => DeviceStandings.Asked, // also when the buffer is full: its update is for a later one
        _ when Phase > RoundPhase.Reporting => DeviceStandings.Lost,
        _ when Shared.ContainsKey(device) => Phase == RoundPhase.Reporting && !Sharers.Contains(device) ? DeviceStandings.Lost : DeviceStandings.Shared,
        _ when Phase == RoundPhase.Reporting && Masked => DeviceStandings.Lost,
        _ when Keys.ContainsKey(device) => Phase == RoundPhase.Shares && !Roster.Contains(device) ? DeviceStandings.Lost : DeviceStandings.Keyed,
        _ when Phase == RoundPhase.Shares => DeviceStandings.Lost,
        _ => DeviceStandings.Asked,
    };
}
