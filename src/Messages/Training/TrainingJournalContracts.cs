using EdgeActors.Messages.Serialization;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Messages.Training;

/// <summary>The training context in the journal.</summary>
internal static class TrainingJournalContracts
{
    public static IEnumerable<MessageContract> All() =>
    [
        new MessageContract<AttemptOpened, Journal.AttemptOpened>("training.journal.attempt-opened.v1",
            e => new() { Order = e.Order.ToWire(), At = e.At.ToWire() },
            j => new(j.Order.ToDomain(), j.At.ToDomain())),
        new MessageContract<KeysAdvertised, Journal.KeysAdvertised>("training.journal.keys-advertised.v1",
            e => new() { Round = e.Round.ToWire(), Keys = e.Keys.ToWire(), At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Keys.ToDomain(), j.At.ToDomain())),
        new MessageContract<RosterClosed, Journal.RosterClosed>("training.journal.roster-closed.v1",
            e => new() { Round = e.Round.ToWire(), Roster = { e.Roster.ToWire() }, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Roster.ToDevices(), j.At.ToDomain())),
        new MessageContract<KeysShared, Journal.KeysShared>("training.journal.keys-shared.v1",
            e => new()
            {
                Round = e.Round.ToWire(), Device = e.Device.Value, SeedCommitment = e.SeedCommitment.ToWire(),
                Shares = { e.Shares.Select(share => share.ToWire()) }, At = e.At.ToWire(),
            },
            j => new(j.Round.ToDomain(), new(j.Device), j.SeedCommitment.ToDomain(), j.Shares.Map(share => share.ToDomain()), j.At.ToDomain())),
        new MessageContract<SharingClosed, Journal.SharingClosed>("training.journal.sharing-closed.v1",
            e => new() { Round = e.Round.ToWire(), Sharers = { e.Sharers.ToWire() }, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Sharers.ToDevices(), j.At.ToDomain())),
        new MessageContract<UpdateAccepted, Journal.UpdateAccepted>("training.journal.update-accepted.v1",
            e => new() { Round = e.Round.ToWire(), Update = e.Update.ToWire(), At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Update.ToDomain(), j.At.ToDomain())),
        new MessageContract<UpdateRejected, Journal.UpdateRejected>("training.journal.update-rejected.v1",
            e => new() { Round = e.Round.ToWire(), Device = e.Device.Value, Fault = e.Fault, Reason = e.Reason, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), new(j.Device), j.Fault, j.Reason, j.At.ToDomain())),
        new MessageContract<DeviceDeclined, Journal.DeviceDeclined>("training.journal.device-declined.v1",
            e => new() { Round = e.Round.ToWire(), Device = e.Device.Value, Reason = e.Reason, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), new(j.Device), j.Reason, j.At.ToDomain())),
        new MessageContract<ReportingClosed, Journal.ReportingClosed>("training.journal.reporting-closed.v1",
            e => new() { Round = e.Round.ToWire(), Survivors = { e.Survivors.ToWire() }, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Survivors.ToDevices(), j.At.ToDomain())),
        new MessageContract<SharesRevealed, Journal.SharesRevealed>("training.journal.shares-revealed.v1",
            e => new()
            {
                Round = e.Round.ToWire(), Device = e.Device.Value, KeysOfLost = { e.KeysOfLost.Select(share => share.ToWire()) },
                SeedsOfSurvivors = { e.SeedsOfSurvivors.Select(share => share.ToWire()) }, At = e.At.ToWire(),
            },
            j => new(j.Round.ToDomain(), new(j.Device), j.KeysOfLost.Map(share => share.ToDomain()), j.SeedsOfSurvivors.Map(share => share.ToDomain()), j.At.ToDomain())),
        new MessageContract<AttemptSummed, Journal.AttemptSummed>("training.journal.attempt-summed.v1",
            e => new() { Round = e.Round.ToWire(), Outcome = e.Outcome.ToWire(), At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Outcome.ToDomain(), j.At.ToDomain())),
        new MessageContract<AttemptFailed, Journal.AttemptFailed>("training.journal.attempt-failed.v1",
            e => new() { Round = e.Round.ToWire(), Attempt = e.Attempt, Reason = e.Reason, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Attempt, j.Reason, j.At.ToDomain())),
        new MessageContract<AttemptSettled, Journal.AttemptSettled>("training.journal.attempt-settled.v1",
            e => new() { Round = e.Round.ToWire(), Attempt = e.Attempt, At = e.At.ToWire() },
            j => new(j.Round.ToDomain(), j.Attempt, j.At.ToDomain())),
        new MessageContract<RunStarted, Journal.RunStarted>("training.journal.run-started.v1",
            e => new()
            {
                Run = e.Run.Value, PlanJson = e.PlanJson, Fingerprint = e.Fingerprint, Graph = e.Graph.ToWire(), Model = e.Model.ToWire(),
                NoiseSecret = e.NoiseSecret.ToWire(), At = e.At.ToWire(),
            },
            j => new(new(j.Run), j.PlanJson, j.Fingerprint, j.Graph.ToDomain(), j.Model.ToDomain(), j.NoiseSecret.ToDomain(), j.At.ToDomain())),
        new MessageContract<RoundOpened, Journal.RoundOpened>("training.journal.round-opened.v1",
            e => new() { Run = e.Run.Value, Order = e.Order.ToWire(), At = e.At.ToWire() },
            j => new(new(j.Run), j.Order.ToDomain(), j.At.ToDomain())),
        new MessageContract<RoundFailed, Journal.RoundFailed>("training.journal.round-failed.v1",
            e => new() { Run = e.Run.Value, Number = e.Number, Attempt = e.Attempt, Reason = e.Reason, At = e.At.ToWire() },
            j => new(new(j.Run), j.Number, j.Attempt, j.Reason, j.At.ToDomain())),
        new MessageContract<RoundCommitted, Journal.RoundCommitted>("training.journal.round-committed.v1",
            e =>
            {
                var journal = new Journal.RoundCommitted
                {
                    Run = e.Run.Value, Number = e.Number, Attempt = e.Attempt, Outcome = e.Outcome.ToWire(), Model = e.Model.ToWire(),
                    Rest = e.Rest.ToWire(), Difference = e.Difference.ToWire(), Control = e.Control?.ToWire(), Clip = e.Clip, At = e.At.ToWire(),
                };
                if (e.Epsilon is { } epsilon)
                    journal.Epsilon = epsilon;
                return journal;
            },
            j => new(new(j.Run), j.Number, j.Attempt, j.Outcome.ToDomain(), j.Model.ToDomain(), j.Rest.ToDomain(), j.Difference.ToDomain(),
                j.Control?.ToDomain(), j.Clip, j.HasEpsilon ? j.Epsilon : null, j.At.ToDomain())),
        new MessageContract<ModelEvaluated, Journal.ModelEvaluated>("training.journal.model-evaluated.v1",
            e => new() { Run = e.Run.Value, Number = e.Number, Accuracy = e.Accuracy, Loss = e.Loss, At = e.At.ToWire() },
            j => new(new(j.Run), j.Number, j.Accuracy, j.Loss, j.At.ToDomain())),
        new MessageContract<RunPaused, Journal.RunPaused>("training.journal.run-paused.v1",
            e => new() { Run = e.Run.Value, At = e.At.ToWire() },
            j => new(new(j.Run), j.At.ToDomain())),
        new MessageContract<RunResumed, Journal.RunResumed>("training.journal.run-resumed.v1",
            e => new() { Run = e.Run.Value, At = e.At.ToWire() },
            j => new(new(j.Run), j.At.ToDomain())),
        new MessageContract<RunEnded, Journal.RunEnded>("training.journal.run-ended.v1",
            e => new() { Run = e.Run.Value, Status = e.Status, Reason = e.Reason, At = e.At.ToWire() },
            j => new(new(j.Run), j.Status, j.Reason, j.At.ToDomain())),
    ];
}
