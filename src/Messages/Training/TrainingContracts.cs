using EdgeActors.Messages.Serialization;
using static EdgeActors.Messages.Training.BlobMessages;
using static EdgeActors.Messages.Training.RoundMessages;
using static EdgeActors.Messages.Training.RoundQueries;
using static EdgeActors.Messages.Training.RunCommands;
using static EdgeActors.Messages.Training.RunQueries;
using static EdgeActors.Messages.Training.RunReplies;

namespace EdgeActors.Messages.Training;

/// <summary>The training context on the wire.</summary>
internal static class TrainingContracts
{
    public static IEnumerable<MessageContract> Runs() =>
    [
        new MessageContract<StartRun, Wire.StartRun>("training.run.start.v1",
            m => new() { Run = m.Run.Value, PlanJson = m.PlanJson, Graph = m.Graph.ToWire(), Model = m.Model.ToWire() },
            w => new(new(w.Run), w.PlanJson, w.Graph.ToDomain(), w.Model.ToDomain())),
        new MessageContract<PauseRun, Wire.PauseRun>("training.run.pause.v1", m => new() { Run = m.Run.Value }, w => new(new(w.Run))),
        new MessageContract<ResumeRun, Wire.ResumeRun>("training.run.resume.v1",
            m => new() { Run = m.Run.Value, Fingerprint = m.Fingerprint },
            w => new(new(w.Run), w.Fingerprint)),
        new MessageContract<AbortRun, Wire.AbortRun>("training.run.abort.v1",
            m => new() { Run = m.Run.Value, Reason = m.Reason },
            w => new(new(w.Run), w.Reason)),
        new MessageContract<GetRun, Wire.GetRun>("training.run.get.v1", m => new() { Run = m.Run.Value }, w => new(new(w.Run))),
        new MessageContract<FollowRun, Wire.FollowRun>("training.run.follow.v1",
            m => new() { Run = m.Run.Value, After = m.After },
            w => new(new(w.Run), w.After)),
        new MessageContract<RunAccepted, Wire.RunAccepted>("training.run.accepted.v1", m => new() { Run = m.Run.Value }, w => new(new(w.Run))),
        new MessageContract<RunRefused, Wire.RunRefused>("training.run.refused.v1",
            m => new() { Run = m.Run.Value, Failure = m.Failure.ToWire() },
            w => new(new(w.Run), w.Failure.ToDomain())),
        new MessageContract<RunUnknown, Wire.RunUnknown>("training.run.unknown.v1", m => new() { Run = m.Run.Value }, w => new(new(w.Run))),
        new MessageContract<RunHappened, Wire.RunHappened>("training.run.happened.v1",
            m => new() { Run = m.Run.Value, Sequence = m.Sequence, At = m.At.ToWire(), Kind = m.Kind, View = m.View.ToWire() },
            w => new(new(w.Run), w.Sequence, w.At.ToDomain(), w.Kind, w.View.ToDomain())),
        new MessageContract<RunView, Wire.RunView>("training.run.view.v1", m => m.ToWire(), w => w.ToDomain()),
    ];

    public static IEnumerable<MessageContract> Rounds() =>
    [
        new MessageContract<InviteToRound, Wire.InviteToRound>("training.round.invite.v1",
            m => new() { Device = m.Device.Value, Order = m.Order.ToWire() },
            w => new(new(w.Device), w.Order.ToDomain())),
        new MessageContract<AdvertiseKeys, Wire.AdvertiseKeys>("training.round.advertise-keys.v1",
            m => new() { Round = m.Round.ToWire(), Attempt = m.Attempt, Keys = new MaskKeys(m.Device, m.MaskKey, m.ShareKey).ToWire() },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Keys.Device), w.Keys.MaskKey.ToDomain(), w.Keys.ShareKey.ToDomain())),
        new MessageContract<SendRoster, Wire.SendRoster>("training.round.roster.v1",
            m => new()
            {
                Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Roster = { m.Roster.Select(keys => keys.ToWire()) },
                Threshold = m.Threshold, Neighbours = m.Neighbours,
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Roster.Map(keys => keys.ToDomain()), w.Threshold, w.Neighbours)),
        new MessageContract<ShareKeys, Wire.ShareKeys>("training.round.share-keys.v1",
            m => new()
            {
                Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, SeedCommitment = m.SeedCommitment.ToWire(),
                Shares = { m.Shares.Select(share => share.ToWire()) },
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.SeedCommitment.ToDomain(), w.Shares.Map(share => share.ToDomain()))),
        new MessageContract<DeliverShares, Wire.DeliverShares>("training.round.deliver-shares.v1",
            m => new()
            {
                Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Sharers = { m.Sharers.ToWire() },
                Shares = { m.Shares.Select(share => share.ToWire()) },
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Sharers.ToDevices(), w.Shares.Map(share => share.ToDomain()))),
        new MessageContract<OfferUpdate, Wire.OfferUpdate>("training.round.offer-update.v1",
            m =>
            {
                var wire = new Wire.OfferUpdate
                {
                    Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Update = m.Update.ToWire(), Report = m.Report.ToWire(),
                };
                if (m.BaseVersion is { } version)
                    wire.BaseVersion = version;
                return wire;
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Update.ToDomain(), w.Report.ToDomain(), w.HasBaseVersion ? w.BaseVersion : null)),
        new MessageContract<UpdateTaken, Wire.UpdateTaken>("training.round.update-taken.v1",
            m =>
            {
                var wire = new Wire.UpdateTaken { Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value };
                if (m.BaseVersion is { } version)
                    wire.BaseVersion = version;
                return wire;
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.HasBaseVersion ? w.BaseVersion : null)),
        new MessageContract<UpdateRefused, Wire.UpdateRefused>("training.round.update-refused.v1",
            m =>
            {
                var wire = new Wire.UpdateRefused { Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Fault = m.Fault, Reason = m.Reason };
                if (m.BaseVersion is { } version)
                    wire.BaseVersion = version;
                return wire;
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Fault, w.Reason, w.HasBaseVersion ? w.BaseVersion : null)),
        new MessageContract<AskForShares, Wire.AskForShares>("training.round.ask-for-shares.v1",
            m => new() { Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Survivors = { m.Survivors.ToWire() } },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Survivors.ToDevices())),
        new MessageContract<RevealShares, Wire.RevealShares>("training.round.reveal-shares.v1",
            m => new()
            {
                Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value,
                KeysOfLost = { m.KeysOfLost.Select(share => share.ToWire()) },
                SeedsOfSurvivors = { m.SeedsOfSurvivors.Select(share => share.ToWire()) },
            },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.KeysOfLost.Map(share => share.ToDomain()), w.SeedsOfSurvivors.Map(share => share.ToDomain()))),
        new MessageContract<DeclineRound, Wire.DeclineRound>("training.round.decline.v1",
            m => new() { Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Reason = m.Reason },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Reason)),
        new MessageContract<EndRound, Wire.EndRound>("training.round.end.v1",
            m => new() { Round = m.Round.ToWire(), Attempt = m.Attempt, Device = m.Device.Value, Reason = m.Reason },
            w => new(w.Round.ToDomain(), w.Attempt, new(w.Device), w.Reason)),
        new MessageContract<GetRound, Wire.GetRound>("training.round.get.v1", m => new() { Round = m.Round.ToWire() }, w => new(w.Round.ToDomain())),
        new MessageContract<RoundView, Wire.RoundView>("training.round.view.v1",
            m => new()
            {
                Round = m.Round.ToWire(), Attempt = m.Attempt, Phase = m.Phase, Deadline = m.Deadline?.ToWire(),
                Devices = { m.Devices.Select(device => new Wire.DeviceInRound { Device = device.Device.Value, Standing = device.Standing }) },
            },
            w => new(
                w.Round.ToDomain(), w.Attempt, w.Phase, w.Devices.Map(device => new DeviceInRound(new(device.Device), device.Standing)), w.Deadline?.ToDomain())),
        new MessageContract<RunAttempt, Wire.RunAttempt>("training.round.run-attempt.v1",
            m => new() { Order = m.Order.ToWire() },
            w => new(w.Order.ToDomain())),
        new MessageContract<AttemptNoted, Wire.AttemptNoted>("training.round.attempt-noted.v1",
            m => new() { Round = m.Round.ToWire(), Attempt = m.Attempt },
            w => new(w.Round.ToDomain(), w.Attempt)),
        new MessageContract<AbortRound, Wire.AbortRound>("training.round.abort.v1",
            m => new() { Round = m.Round.ToWire(), Reason = m.Reason },
            w => new(w.Round.ToDomain(), w.Reason)),
        new MessageContract<AttemptEnded, Wire.AttemptEnded>("training.round.attempt-ended.v1",
            m =>
            {
                var wire = new Wire.AttemptEnded { Round = m.Round.ToWire(), Attempt = m.Attempt, Outcome = m.Outcome?.ToWire() };
                if (m.Failure is { } failure)
                    wire.Failure = failure;
                return wire;
            },
            w => new(w.Round.ToDomain(), w.Attempt, w.Outcome?.ToDomain(), w.HasFailure ? w.Failure : null)),
        new MessageContract<PrepareBlob, Wire.PrepareBlob>("training.blob.prepare.v1",
            m => new() { Device = m.Device.Value, Blob = m.Blob.ToWire() },
            w => new(new(w.Device), w.Blob.ToDomain())),
        new MessageContract<BlobPrepared, Wire.BlobPrepared>("training.blob.prepared.v1",
            m =>
            {
                var wire = new Wire.BlobPrepared { Device = m.Device.Value, Sha256 = m.Sha256 };
                if (m.Failure is { } failure)
                    wire.Failure = failure;
                return wire;
            },
            w => new(new(w.Device), w.Sha256, w.HasFailure ? w.Failure : null)),
    ];
}
