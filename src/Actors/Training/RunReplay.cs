using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Actors.Training;

/// <summary>
/// Folds a run's journal again and computes every committed model from the updates or sums that its events name. Nothing of what the run had computed
/// is believed: each digest is made anew and compared. Where the plan's retention has let updates go, models are checked against their digests, and
/// the first round that can be computed starts from the last of them.
/// </summary>
/// <param name="read">Reads a blob by its reference.</param>
public sealed class RunReplay(Func<BlobRef, Task<byte[]>> read)
{
    /// <summary>The state after the last round that was replayed; null before the first event.</summary>
    public GlobalState? State { get; private set; }

    /// <param name="events">The run's journal from its beginning.</param>
    /// <param name="to">The last round to replay.</param>
    /// <returns>One result for each committed round; the last one holds the first problem, if there is any.</returns>
    public async IAsyncEnumerable<ReplayedRound> Run(IReadOnlyList<IRunEvent> events, int to = int.MaxValue)
    {
        if (events.FirstOrDefault() is not RunStarted started) yield break;
        var from = RunRetention.ReplaysFrom(RunState.Fold(started.Run, events));
        var run = RunState.Empty(started.Run);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is RoundCommitted committed)
            {
                if (committed.Number > to) yield break;
                var left = committed.Number < from;
                var (next, problem) = left ? await Look(committed, isStart: committed.Number == from - 1) : await Recompute(run, committed);
                yield return new(committed.Number, i + 1, committed.Outcome.Updates.Count, committed.Model.Sha256, left ? null : next?.ModelDigest, problem, left);
                if (problem is not null) yield break;
                State = next;
            }

            run = run.Apply(events[i]);
        }
    }

    /// <param name="isStart">Whether the rest of the state must be there, too.</param>
    private async Task<(GlobalState? Next, string? Problem)> Look(RoundCommitted committed, bool isStart)
    {
        try
        {
            var model = await Verified(committed.Model);
            var rest = isStart ? await Verified(committed.Rest) : null;
            return (rest is null ? null : GlobalState.FromBytes(model, rest), null);
        }
        catch (Exception damaged) when (damaged is IOException or Blobs.BlobUnavailableException or FormatException or InvalidOperationException)
        {
            return (null, damaged.Message);
        }
    }

    private async Task<(GlobalState? Next, string? Problem)> Recompute(RunState run, RoundCommitted committed)
    {
        try
        {
            if (run.Plan!.Fingerprint != run.Started!.Fingerprint)
                return (null, $"the journaled plan has fingerprint {run.Plan.Fingerprint}, the run began with {run.Started.Fingerprint}");
            var state = State ?? GlobalState.Start(run.Plan, MemoryMarshal.Cast<byte, float>(await Verified(run.Started.Model)).ToArray());
            if (state.Version + 1 != committed.Number) return (null, $"round {committed.Number} follows version {state.Version}: an event is missing");
            var step = await RoundCommitting.Next(run.Plan, state, committed.Outcome, [.. run.Started.NoiseSecret], Verified);
            if (step.State.ModelDigest != committed.Model.Sha256) return (step.State, $"round {committed.Number} comes out as another model");
            return Convert.ToHexStringLower(SHA256.HashData(step.State.RestBytes())) == committed.Rest.Sha256
                ? (step.State, null)
                : (step.State, $"round {committed.Number} leaves another optimizer state");
        }
        catch (Exception damaged) when (damaged is IOException or Blobs.BlobUnavailableException or FormatException or ArgumentException or InvalidOperationException)
        {
            return (null, damaged.Message);
        }
    }

    private async Task<byte[]> Verified(BlobRef blob)
    {
        var bytes = await read(blob);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return digest == blob.Sha256 ? bytes : throw new InvalidOperationException($"blob {blob.Name} is damaged: its digest is {digest}, the journal says {blob.Sha256}");
    }
}
