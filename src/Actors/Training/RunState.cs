using System.Collections.Immutable;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Privacy;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;
using static EdgeActors.Messages.Training.RunCommands;
using static EdgeActors.Messages.Training.RunEvents;
using RunDecision = EdgeActors.Actors.Decision<EdgeActors.Messages.Training.RunEvents.IRunEvent>;

namespace EdgeActors.Actors.Training;

/// <summary>
/// A training run: its plan, what is committed, what is open. Decides and applies; time and randomness come in as parameters, so that folding
/// <see cref="History"/> again gives the same state.
/// </summary>
/// <param name="Started">Null until the run is started.</param>
/// <param name="Plan">Null until then.</param>
/// <param name="Committed">By round number, from 1 without gaps.</param>
/// <param name="Evaluations">By round number.</param>
/// <param name="Open">The attempt that is out; null between rounds.</param>
/// <param name="FailedAttempts">At the next round.</param>
/// <param name="History">Every event so far: what followers are told, numbered from 1.</param>
public sealed record RunState(
    RunId Id,
    RunStarted? Started,
    TrainingPlan? Plan,
    ImmutableList<RoundCommitted> Committed,
    ImmutableSortedDictionary<int, ModelEvaluated> Evaluations,
    RoundOrder? Open,
    int FailedAttempts,
    string Status,
    string? Reason,
    ImmutableList<IRunEvent> History)
{
    public static RunState Empty(RunId id) =>
        new(id, null, null, [], ImmutableSortedDictionary<int, ModelEvaluated>.Empty, null, 0, RunStatuses.Running, null, []);

    public static RunState Fold(RunId id, IEnumerable<IRunEvent> events) =>
        events.Aggregate(Empty(id), (state, happened) => state.Apply(happened));

    public bool IsOpen => Started is not null && !RunStatuses.IsFinal(Status);

    /// <summary>Whether the next attempt may be opened, once enough devices are there.</summary>
    public bool WantsRound => IsOpen && Status == RunStatuses.Running && Open is null;

    /// <summary>The round whose model is still to be evaluated; null when none is.</summary>
    public RoundCommitted? ToEvaluate => Committed.LastOrDefault() is { } last && IsDue(last.Number) && !Evaluations.ContainsKey(last.Number) ? last : null;

    public int NextRound => Committed.Count + 1;

    /// <summary>Privacy spent; null where no noise is added.</summary>
    public double? Epsilon => Committed.LastOrDefault()?.Epsilon ?? (Budget is null ? null : 0);

    public PrivacyBudget? Budget =>
        Plan is { Privacy.Noise: not NoisePlace.None } plan ? plan.Privacy.ToBudget(plan.Cohort.PoissonRate) : null;

    /// <param name="noiseSecret">32 random bytes.</param>
    public RunDecision Decide(StartRun command, byte[] noiseSecret, DateTimeOffset now)
    {
        var (plan, problem) = Read(command.PlanJson);
        if (plan is null) return RunDecision.Reject(FailureCodes.InvalidRequest, problem!);
        if (Started is not null)
        {
            return Started.Fingerprint == plan.Fingerprint
                ? RunDecision.AlreadyDone
                : RunDecision.Reject(FailureCodes.RequestConflict,
                    $"Run {Id} exists with plan {Started.Fingerprint[..12]}, not {plan.Fingerprint[..12]}; a changed plan is a new run with an id of its own.");
        }

        if (command.Model.Length == 0 || command.Model.Length % sizeof(float) != 0)
            return RunDecision.Reject(FailureCodes.InvalidRequest, $"The initial weights have {command.Model.Length} bytes: float32 numbers are needed.");
        return RunDecision.Persist(new RunStarted(
            Id, plan.ToCanonicalJson(), plan.Fingerprint, command.Graph, command.Model, noiseSecret.ToValueArray(), now));
    }

    public RunDecision Decide(PauseRun _, DateTimeOffset now) => Status switch
    {
        RunStatuses.Running => RunDecision.Persist(new RunPaused(Id, now)),
        RunStatuses.Paused => RunDecision.AlreadyDone,
        _ => Over(),
    };

    public RunDecision Decide(ResumeRun command, DateTimeOffset now)
    {
        if (command.Fingerprint.Length > 0 && command.Fingerprint != Started!.Fingerprint)
        {
            return RunDecision.Reject(FailureCodes.RequestConflict,
                $"Run {Id} has plan {Started.Fingerprint[..12]}, yours is {command.Fingerprint[..Math.Min(12, command.Fingerprint.Length)]}: a run does not go on under a changed plan.");
        }

        return Status switch
        {
            RunStatuses.Paused => RunDecision.Persist(new RunResumed(Id, now)),
            RunStatuses.Running => RunDecision.AlreadyDone,
            _ => Over(),
        };
    }

    public RunDecision Decide(AbortRun command, DateTimeOffset now) => Status switch
    {
        RunStatuses.Aborted => RunDecision.AlreadyDone,
        _ when RunStatuses.IsFinal(Status) => Over(),
        _ => RunDecision.Persist(new RunEnded(Id, RunStatuses.Aborted, command.Reason, now)),
    };

    /// <summary>The next attempt, with its cohort.</summary>
    public RunDecision OpenRound(ValueArray<DeviceId> cohort, long largestExamples, DateTimeOffset now)
    {
        if (!WantsRound) return RunDecision.AlreadyDone;
        var last = Committed.LastOrDefault();
        return RunDecision.Persist(new RoundOpened(Id, new(
            new(Id, NextRound), FailedAttempts + 1, Started!.PlanJson, cohort, largestExamples, (int)(Started.Model.Length / sizeof(float)),
            Started.Graph, last?.Model ?? Started.Model, last?.Difference, last?.Control, last?.Clip ?? Plan!.Ring.Clip, CountedOf(cohort)), now));
    }

    /// <summary>By device, the newest version whose update is in a committed one; nothing in a run with rounds.</summary>
    private ValueArray<DeviceVersion> CountedOf(ValueArray<DeviceId> cohort)
    {
        var newest = new Dictionary<DeviceId, int>();
        foreach (var update in Committed.SelectMany(committed => committed.Outcome.Updates))
            if (update.BaseVersion is { } version) newest[update.Device] = Math.Max(version, newest.GetValueOrDefault(update.Device));
        return cohort.Where(newest.ContainsKey).Select(device => new DeviceVersion(device, newest[device])).ToValueArray();
    }

    /// <summary>Whether this is how the open attempt ended; anything else is old.</summary>
    public bool Expects(AttemptEnded ended) => Open is { } open && open.Round == ended.Round && open.Attempt == ended.Attempt;

    public RunDecision Failed(AttemptEnded ended, DateTimeOffset now) =>
        Expects(ended) ? FailAttempt(ended.Attempt, ended.Failure!, now) : RunDecision.AlreadyDone;

    /// <summary>Chance has chosen fewer devices than a round needs: that counts as an attempt, or the next draw would be the same.</summary>
    public RunDecision SkipAttempt(int drawn, DateTimeOffset now) => WantsRound
        ? FailAttempt(FailedAttempts + 1, $"the draw gave {drawn} devices, at least {Plan!.Cohort.Minimum} are needed", now)
        : RunDecision.AlreadyDone;

    private RunDecision FailAttempt(int attempt, string reason, DateTimeOffset now)
    {
        var failed = new RoundFailed(Id, NextRound, attempt, reason, now);
        return attempt < Plan!.Cohort.Attempts
            ? RunDecision.Persist(failed)
            : RunDecision.Persist(failed, new RunEnded(Id, RunStatuses.Failed, $"round {NextRound} failed {attempt} times, last: {reason}", now));
    }

    /// <summary>The next model is made and durable.</summary>
    public RunDecision Commit(RoundCommitted committed, DateTimeOffset now)
    {
        if (Open is not { } open || open.Round.Number != committed.Number || open.Attempt != committed.Attempt) return RunDecision.AlreadyDone;
        var end = committed.Number == Plan!.Rounds
            ? "all rounds are committed"
            : Budget is { } budget && !budget.Allows(committed.Number)
                ? $"the privacy budget is spent: ε is {committed.Epsilon:0.###} of {budget.Epsilon:0.###}, another round would exceed it"
                : null;
        return end is null ? RunDecision.Persist(committed) : RunDecision.Persist(committed, new RunEnded(Id, RunStatuses.Completed, end, now));
    }

    public RunDecision Evaluated(int round, double accuracy, double loss, DateTimeOffset now) => Evaluations.ContainsKey(round) || round > Committed.Count
        ? RunDecision.AlreadyDone
        : RunDecision.Persist(new ModelEvaluated(Id, round, accuracy, loss, now));

    public RunState Apply(IRunEvent happened) => Change(happened) with { History = History.Add(happened) };

    public RunView View => new(
        Id, Status, Plan!.Name, Started!.Fingerprint, Plan.Rounds, Committed.Count, Open?.Round.Number ?? 0, Open?.Attempt ?? 0, Open?.Cohort ?? [], Epsilon,
        Started.Graph, Committed.LastOrDefault()?.Model ?? Started.Model, Committed.TakeLast(RunView.RoundsShown).Select(Figures).ToValueArray(), Reason);

    private RunState Change(IRunEvent happened) => happened switch
    {
        RunStarted e => this with { Started = e, Plan = TrainingPlan.FromCanonicalJson(e.PlanJson) },
        RoundOpened e => this with { Open = e.Order },
        RoundFailed e => this with { Open = null, FailedAttempts = e.Attempt, Reason = e.Reason },
        RoundCommitted e => this with { Open = null, FailedAttempts = 0, Committed = Committed.Add(e), Reason = null },
        ModelEvaluated e => this with { Evaluations = Evaluations.SetItem(e.Number, e) },
        RunPaused => this with { Status = RunStatuses.Paused },
        RunResumed => this with { Status = RunStatuses.Running },
        RunEnded e => this with { Status = e.Status, Reason = e.Reason, Open = null },
        _ => throw new ArgumentException($"A run knows no {happened.GetType().Name}.", nameof(happened)),
    };

    private CommittedRound Figures(RoundCommitted e) => new(
        e.Number, e.Attempt, e.Outcome.Updates.Count, e.Outcome.Lost.Count, e.Outcome.Updates.Sum(update => update.Update.Length),
        e.Outcome.Updates.Sum(update => update.Report.BytesDown), e.Outcome.Updates.Average(update => update.Report.Loss),
        Evaluations.GetValueOrDefault(e.Number)?.Accuracy, e.Epsilon, e.Model.Sha256, e.At);

    private bool IsDue(int round) => Plan!.EvaluateEvery > 0 && (round % Plan.EvaluateEvery == 0 || round == Plan.Rounds);

    private RunDecision Over() => RunDecision.Reject(FailureCodes.RequestConflict, $"Run {Id} is {Status}: {Reason}");

    private static (TrainingPlan? Plan, string? Problem) Read(string json)
    {
        TrainingPlan plan;
        try
        {
            plan = TrainingPlan.FromCanonicalJson(json);
        }
        catch (Exception wrong) when (wrong is System.Text.Json.JsonException or FormatException)
        {
            return (null, $"The plan cannot be read: {wrong.Message}");
        }

        var problems = PlanCheck.Problems(plan);
        return problems.IsEmpty ? (plan, null) : (null, $"The plan cannot be run: {string.Join("; ", problems)}.");
    }
}
