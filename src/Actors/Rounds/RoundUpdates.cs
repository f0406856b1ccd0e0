using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Updates;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RoundMessages;
using RoundDecision = EdgeActors.Actors.Decision<EdgeActors.Messages.Training.RoundEvents.IRoundEvent>;

namespace EdgeActors.Actors.Rounds;

/// <summary>
/// Updates on their way in: offered, fetched and looked at off the mailbox, taken in, acknowledged. All that were looked at while the journal wrote
/// the last ones go into one write.
/// </summary>
public sealed partial class RoundActor
{
    /// <summary>Updates whose bytes are in memory at the same time, decoded; the others wait for their turn.</summary>
    private const int InspectedAtOnce = 4;

    /// <summary>A few bytes a parameter are the most any codec needs.</summary>
    private const int BytesPerParameter = 8;

    private readonly SemaphoreSlim _inspections = new(InspectedAtOnce);
    private readonly HashSet<DeviceId> _fetching = [];
    private readonly List<UpdateChecked> _looked = [];

    private UpdateRules Rules => new(_state.Order!.Parameters, BytesPerParameter * _state.Order.Parameters + 4096);

    private void Updates()
    {
        Command<OfferUpdate>(offer =>
        {
            if (_state.Order is null) return;
            if (_state.IsForLater(offer)) return;
            if (_state.IsTaken(offer)) ToDevice(offer.Device, Taken(offer));
            else if (_state.Screen(offer, Rules) is { } refusal) Refuse(offer, refusal);
            else if (_fetching.Add(offer.Device)) Check(offer, Rules, _state).PipeTo(Self);
        });
        Command<UpdateChecked>(check =>
        {
            if (check.Unreachable is not null) _fetching.Remove(check.Offer.Device); // the device offers it again
            else
            {
                if (_looked.Count == 0) Self.Tell(TakeIn.Instance);
                _looked.Add(check);
            }
        });
        Command<TakeIn>(_ =>
        {
            TakeInAll();
            _looked.Clear();
        });
    }

    /// <summary>Each is judged after those before it, and all are answered once they are in the journal together.</summary>
    private void TakeInAll()
    {
        var after = _state;
        List<IRoundEvent> happened = [];
        List<(DeviceId Device, ITrainingMessage Message)> answers = [];
        foreach (var (offer, kept, refusal, _) in _looked)
        {
            _fetching.Remove(offer.Device);
            var isForLater = after.IsForLater(offer);
            var fault = isForLater ? null : refusal ?? (after.IsTaken(offer) ? null : after.Screen(offer, Rules));
            if ((isForLater || fault is not null) && kept is not null && !after.IsTaken(kept, offer.Attempt)) // it came too late
                _ = _blobs.ReleaseAsync([new(kept, RunRetention.HolderOf(offer.Round, offer.Attempt))], _stopping.Token);
            if (isForLater) continue;
            var decision = fault is null ? after.Decide(offer, kept!, null, Rules, Now) : after.Reject(offer.Device, fault, Now);
            answers.Add((offer.Device, fault is null ? Taken(offer) : Refused(offer, fault)));
            happened.AddRange(decision.Events);
            after = decision.Events.Aggregate(after, (state, one) => state.Apply(one));
        }

        Commit(RoundDecision.Persist(happened), acknowledge: () => answers.ForEach(answer => ToDevice(answer.Device, answer.Message)));
    }

    /// <summary>Fetches an offered update for good and looks at it, off the mailbox.</summary>
    private async Task<UpdateChecked> Check(OfferUpdate offer, UpdateRules rules, RoundState state)
    {
        try
        {
            await _inspections.WaitAsync(_stopping.Token);
        }
        catch (OperationCanceledException stopped)
        {
            return new(offer, null, null, stopped.Message);
        }

        try
        {
            var refusal = Inspect(offer, await _blobs.ReadAsync(offer.Update, _stopping.Token), rules, state);
            return refusal is null
                ? new(offer, await _blobs.TakeAsync(offer.Update, RunRetention.HolderOf(offer.Round, offer.Attempt), _stopping.Token), null, null)
                : new(offer, null, refusal, null);
        }
        catch (Exception failure) when (failure is BlobUnavailableException or IOException or OperationCanceledException)
        {
            return new(offer, null, null, failure.Message);
        }
        finally
        {
            _inspections.Release();
        }
    }

    private static UpdateRefusal? Inspect(OfferUpdate offer, byte[] bytes, UpdateRules rules, RoundState state)
    {
        if (rules.InspectBlob(bytes, offer.Update.Sha256) is { } forged) return forged;
        if (state.Plan!.Up.Scheme == CompressionScheme.Ring) return rules.InspectPacked(RoundUnmasking.Scheme(state.Order!, state.Plan).Ring, bytes);
        try
        {
            var update = new float[rules.Parameters];
            state.Plan.Up.Codec().Decode(bytes, update, state.Plan.Update(state.CodedFor(offer), offer.Device.Value));
            return rules.InspectValues(update, state.WeightOf(offer));
        }
        catch (FormatException wrong)
        {
            return new UpdateRefusal(UpdateFault.WrongShape, $"the update cannot be decoded: {wrong.Message}");
        }
    }

    private void Refuse(OfferUpdate offer, UpdateRefusal refusal) =>
        Commit(_state.Reject(offer.Device, refusal, Now), acknowledge: () => ToDevice(offer.Device, Refused(offer, refusal)));

    private static UpdateTaken Taken(OfferUpdate offer) => new(offer.Round, offer.Attempt, offer.Device, offer.BaseVersion);

    private static UpdateRefused Refused(OfferUpdate offer, UpdateRefusal refusal) =>
        new(offer.Round, offer.Attempt, offer.Device, refusal.Fault.ToString(), refusal.Reason, offer.BaseVersion);

    /// <param name="Unreachable">Why the bytes could not be had; null when they were.</param>
    private sealed record UpdateChecked(OfferUpdate Offer, BlobRef? Kept, UpdateRefusal? Refusal, string? Unreachable) : INoSerializationVerificationNeeded;

    private sealed record TakeIn : INoSerializationVerificationNeeded
    {
        public static TakeIn Instance { get; } = new();
    }
}
