using System.Collections.Immutable;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Requests;
using EdgeActors.Planning;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestEvents;
using RequestDecision = EdgeActors.Actors.Decision<EdgeActors.Messages.Requests.RequestEvents.IRequestEvent>;

namespace EdgeActors.Actors.Requests;

/// <summary>
/// One request: what was asked, the plan, how far its steps have come, and how it ended. Decides and applies; time comes in as a
/// parameter, so that folding <see cref="History"/> again gives the same state.
/// </summary>
/// <param name="View">Null until the request is accepted.</param>
/// <param name="Progress">Null until there is a plan with steps.</param>
/// <param name="History">Every event so far: what followers are told, numbered from 1.</param>
public sealed record RequestState(RequestId Id, RequestView? View, PlanProgress? Progress, ImmutableList<IRequestEvent> History)
{
    public static RequestState Empty(RequestId id) => new(id, null, null, []);

    public static RequestState Fold(RequestId id, IEnumerable<IRequestEvent> events) =>
        events.Aggregate(Empty(id), (state, happened) => state.Apply(happened));

    public bool IsOpen => View is { } view && !RequestStatuses.IsFinal(view.Status);

    public bool NeedsPlan => IsOpen && View!.Plan is null;

    /// <summary>Attempts that are out and not answered.</summary>
    public IEnumerable<StepView> Running => IsOpen ? View!.Steps.Where(step => step.EndedAt is null) : [];

    /// <summary>Steps whose last attempt failed and that are to be tried again.</summary>
    public IEnumerable<StepView> Waiting =>
        IsOpen ? View!.Steps.Where(step => step.EndedAt is not null && !Progress!.IsSettled(step.Id)) : [];

    public TimeSpan Remaining(DateTimeOffset now) => View!.DeadlineAt - now;

    public RequestDecision Decide(SubmitRequest command, RequestRules rules, DateTimeOffset now) => this switch
    {
        { View: { } view } when view.Spec == command.Spec => RequestDecision.AlreadyDone,
        { View: not null } => RequestDecision.Reject(
            FailureCodes.RequestConflict, $"Request {Id} exists and asks something else; choose another id for another request."),
        _ when rules.Fault(command.Spec) is { } fault => new([], fault),
        _ => RequestDecision.Persist(new RequestAccepted(Id, command.Spec, now, now + command.Spec.Deadline)),
    };

    public RequestDecision Decide(RequestPlan plan, DateTimeOffset now)
    {
        if (!NeedsPlan)
            return RequestDecision.AlreadyDone;
        var planned = new RequestPlanned(Id, plan, now);
        return plan.Status == PlanOutcomes.Ok
            ? RequestDecision.Persist(Apply(planned).Start(now).Prepend(planned))
            : RequestDecision.Persist(planned, new RequestFailed(Id, new(plan.Status, plan.Message ?? "There is nothing to run."), null, now));
    }

    public RequestDecision Decide(DeviceReplies.StepAnswered answered, DateTimeOffset now)
    {
        if (!IsAwaited(answered.Step))
            return RequestDecision.AlreadyDone;
        var completed = new StepCompleted(Id, answered.Step.Step, answered.Step.Attempt, answered.Result, now);
        return RequestDecision.Persist(Apply(completed).GoOn(now).Prepend(completed));
    }

    public RequestDecision Decide(DeviceReplies.StepFailed failed, RequestRules rules, DateTimeOffset now)
    {
        if (!IsAwaited(failed.Step))
            return RequestDecision.AlreadyDone;
        var again = rules.RetryAfter(failed.Failure, failed.Step.Attempt, Remaining(now)) is not null;
        var attempt = new StepAttemptFailed(Id, failed.Step.Step, failed.Step.Attempt, failed.Failure, again, now);
        return RequestDecision.Persist(again ? [attempt] : Apply(attempt).GoOn(now).Prepend(attempt));
    }

    /// <summary>The next attempt at a step that is to be tried again.</summary>
    public RequestDecision Retry(int step, DateTimeOffset now) => Waiting.FirstOrDefault(waiting => waiting.Id == step) is { } waits
        ? RequestDecision.Persist(new StepStarted(Id, step, waits.Attempts + 1, waits.Question, now))
        : RequestDecision.AlreadyDone;

    /// <summary>
    /// What the journal lacks after a crash between two events that belong together: steps that are ready and never were started, or the
    /// end. Nothing after any other.
    /// </summary>
    public RequestDecision TakeUp(DateTimeOffset now) => this switch
    {
        { IsOpen: true, Progress: not null } => RequestDecision.Persist(GoOn(now)),
        { IsOpen: true, View.Plan: { } plan } => Fail(new(plan.Status, plan.Message ?? "There is nothing to run."), now),
        _ => RequestDecision.AlreadyDone,
    };

    public RequestDecision Decide(CancelRequest command, DateTimeOffset now) => Fail(new(FailureCodes.Cancelled, command.Reason), now);

    /// <summary>Ends an open request as failed, with what was reached.</summary>
    public RequestDecision Fail(Failure failure, DateTimeOffset now) =>
        IsOpen ? RequestDecision.Persist(new RequestFailed(Id, failure, Reached, now)) : RequestDecision.AlreadyDone;

    /// <summary>The deadline is here: says how far it got.</summary>
    public RequestDecision PassDeadline(DateTimeOffset now) => IsOpen
        ? Fail(new(FailureCodes.DeadlinePassed, $"{View!.Spec.Deadline.TotalSeconds:0.###} s have passed {Stage()}."), now)
        : RequestDecision.AlreadyDone;

    public RequestState Apply(IRequestEvent happened) => Change(happened) with { History = History.Add(happened) };

    private RequestState Change(IRequestEvent happened) => happened switch
    {
        RequestAccepted e => this with
        {
            View = new(Id, RequestStatuses.Accepted, 1, e.Spec, e.At, e.DeadlineAt, null, [], null, null, null),
        },
        RequestPlanned e => With(View! with { Plan = e.Plan, Status = RequestStatuses.Running })
            with { Progress = e.Plan.Status == PlanOutcomes.Ok ? PlanProgress.Start(e.Plan.ToPlan()) : null },
        StepStarted e => With(Put(StepOf(e.Step) is { } known
            ? known with { Attempts = e.Attempt, EndedAt = null, Failure = null }
            : new(e.Step, PlannedStep(e.Step).Task, e.Question, e.Attempt, e.At, null, null, null))),
        StepCompleted e => With(Put(StepOf(e.Step)! with { EndedAt = e.At, Result = e.Result, Failure = null }))
            with { Progress = Progress!.Answered(e.Step, e.Result.Answer.Words) },
        StepAttemptFailed e => With(Put(StepOf(e.Step)! with { EndedAt = e.At, Failure = e.Failure }))
            with { Progress = e.WillRetry ? Progress : Progress!.Failed(e.Step, e.Failure.Reason) },
        RequestCompleted e => With(View! with { Status = RequestStatuses.Completed, Answer = e.Answer, EndedAt = e.At }),
        RequestFailed e => With(View! with { Status = RequestStatuses.Failed, Failure = e.Failure, Answer = e.Reached, EndedAt = e.At }),
        _ => throw new ArgumentException($"A request knows no {happened.GetType().Name}.", nameof(happened)),
    };

    private RequestState With(RequestView view) => this with { View = view with { Sequence = view.Sequence + 1 } };

    private RequestView Put(StepView step) => View! with
    {
        Steps = View!.Steps.Where(other => other.Id != step.Id).Append(step).OrderBy(other => other.Id).ToValueArray(),
    };

    /// <summary>What follows a settled step: the steps that it made ready, or the end.</summary>
    private IEnumerable<IRequestEvent> GoOn(DateTimeOffset now)
    {
        if (!Progress!.IsFinished)
            return Start(now);
        var failed = Progress.Plan.Answer.Where(Progress.Failures.ContainsKey).ToList();
        return failed.Count == 0 ? [new RequestCompleted(Id, Reached!, now)] : [new RequestFailed(Id, CauseOf(failed[0]), Reached, now)];
    }

    private IEnumerable<IRequestEvent> Start(DateTimeOffset now) => Progress!.Ready
        .Where(step => StepOf(step.Id) is null)
        .Select(step => new StepStarted(Id, step.Id, 1, Progress.QuestionOf(step), now));

    /// <summary>The failure of the step itself, or of the step whose answer it needed.</summary>
    private Failure CauseOf(int step) =>
        StepOf(step)?.Failure ?? View!.Steps.First(other => other.Failure is not null).Failure! with { Reason = Progress!.Failures[step] };

    /// <summary>The answers that are in, in the order of the reply and in words; null when none is.</summary>
    private string? Reached
    {
        get
        {
            var answers = (Progress?.Plan.Answer ?? []).Select(StepOf).OfType<StepView>().Where(step => step.Result is not null)
                .Select(step => step.Result!.Answer.Words).ToList();
            return answers.Count == 0 ? null : string.Join("; ", answers);
        }
    }

    private string Stage() => this switch
    {
        { NeedsPlan: true } => "and there is no plan yet",
        _ when Running.FirstOrDefault() is { } step => $"while step {step.Id} ({step.Task}) ran, attempt {step.Attempts}",
        _ when Waiting.FirstOrDefault() is { } step => $"while step {step.Id} ({step.Task}) waited for another try: {step.Failure}",
        _ => "",
    };

    private bool IsAwaited(StepKey key) => key.Request == Id && Running.Any(step => step.Id == key.Step && step.Attempts == key.Attempt);

    private StepView? StepOf(int id) => View!.Steps.FirstOrDefault(step => step.Id == id);

    private PlannedStep PlannedStep(int id) => View!.Plan!.Steps.First(step => step.Id == id);
}
