using Akka.Actor;
using EdgeActors.Messages.Serialization;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestQueries;
using static EdgeActors.Messages.Requests.RequestReplies;

namespace EdgeActors.Messages.Requests;

/// <summary>Writes and reads the request context: on the wire, and its journal under manifests of their own.</summary>
public sealed class RequestSerializer(ExtendedActorSystem system) : ContextSerializer(system, 1101, [.. OnTheWire(), .. InTheJournal()])
{
    private static IEnumerable<MessageContract> OnTheWire() =>
    [
        new MessageContract<SubmitRequest, Wire.SubmitRequest>("request.submit.v1",
            WriteSubmit,
            w => new(new(w.Request), w.Spec.ToDomain(), w.HasTraceParent ? w.TraceParent : null)),
        new MessageContract<CancelRequest, Wire.CancelRequest>("request.cancel.v1",
            m => new() { Request = m.Request.Value, Reason = m.Reason },
            w => new(new(w.Request), w.Reason)),
        Only<GetRequest>("request.get.v1", id => new(id)),
        Only<UnfollowRequest>("request.unfollow.v1", id => new(id)),
        Only<Ping>("request.ping.v1", id => new(id)),
        Only<Pong>("request.pong.v1", id => new(id)),
        Only<RequestUnknown>("request.unknown.v1", id => new(id)),
        new MessageContract<FollowRequest, Wire.FollowRequest>("request.follow.v1",
            m => new() { Request = m.Request.Value, After = m.After },
            w => new(new(w.Request), w.After)),
        new MessageContract<RequestSubmitted, Wire.RequestSubmitted>("request.submitted.v1",
            m => new() { Request = m.Request.Value, AcceptedAt = m.AcceptedAt.ToWire(), DeadlineAt = m.DeadlineAt.ToWire() },
            w => new(new(w.Request), w.AcceptedAt.ToDomain(), w.DeadlineAt.ToDomain())),
        new MessageContract<RequestRejected, Wire.RequestRejected>("request.rejected.v1",
            m => new() { Request = m.Request.Value, Failure = m.Failure.ToWire() },
            w => new(new(w.Request), w.Failure.ToDomain())),
        new MessageContract<RequestEvent, Wire.RequestEvent>("request.event.v1",
            m => new() { Request = m.Request.Value, Sequence = m.Sequence, At = m.At.ToWire(), Kind = m.Kind, View = m.View.ToWire() },
            w => new(new(w.Request), w.Sequence, w.At.ToDomain(), w.Kind, w.View.ToDomain())),
        new MessageContract<RequestView, Wire.RequestView>("request.view.v1", RequestMapping.ToWire, RequestMapping.ToDomain),
    ];

    private static IEnumerable<MessageContract> InTheJournal() =>
    [
        new MessageContract<RequestEvents.RequestAccepted, Journal.RequestAccepted>("request.journal.accepted.v1",
            e => new() { Request = e.Request.Value, Spec = e.Spec.ToWire(), At = e.At.ToWire(), DeadlineAt = e.DeadlineAt.ToWire() },
            j => new(new(j.Request), j.Spec.ToDomain(), j.At.ToDomain(), j.DeadlineAt.ToDomain())),
        new MessageContract<RequestEvents.RequestPlanned, Journal.RequestPlanned>("request.journal.planned.v1",
            e => new() { Request = e.Request.Value, Plan = e.Plan.ToWire(), At = e.At.ToWire() },
            j => new(new(j.Request), j.Plan.ToDomain(), j.At.ToDomain())),
        new MessageContract<RequestEvents.StepStarted, Journal.StepStarted>("request.journal.step-started.v1", WriteStarted,
            j => new(new(j.Request), j.Step, j.Attempt, j.HasQuestion ? j.Question : null, j.At.ToDomain())),
        new MessageContract<RequestEvents.StepCompleted, Journal.StepCompleted>("request.journal.step-completed.v1",
            e => new() { Request = e.Request.Value, Step = e.Step, Attempt = e.Attempt, Result = e.Result.ToWire(), At = e.At.ToWire() },
            j => new(new(j.Request), j.Step, j.Attempt, j.Result.ToDomain(), j.At.ToDomain())),
        new MessageContract<RequestEvents.StepAttemptFailed, Journal.StepAttemptFailed>("request.journal.step-failed.v1",
            e => new()
            {
                Request = e.Request.Value,
                Step = e.Step,
                Attempt = e.Attempt,
                Failure = e.Failure.ToWire(),
                WillRetry = e.WillRetry,
                At = e.At.ToWire(),
            },
            j => new(new(j.Request), j.Step, j.Attempt, j.Failure.ToDomain(), j.WillRetry, j.At.ToDomain())),
        new MessageContract<RequestEvents.RequestCompleted, Journal.RequestCompleted>("request.journal.completed.v1",
            e => new() { Request = e.Request.Value, Answer = e.Answer, At = e.At.ToWire() },
            j => new(new(j.Request), j.Answer, j.At.ToDomain())),
        new MessageContract<RequestEvents.RequestFailed, Journal.RequestFailed>("request.journal.failed.v1", WriteFailed,
            j => new(new(j.Request), j.Failure.ToDomain(), j.HasReached ? j.Reached : null, j.At.ToDomain())),
    ];

    private static MessageContract Only<T>(string manifest, Func<RequestId, T> read) where T : IRequestMessage =>
        new MessageContract<T, Wire.RequestOnly>(manifest, m => new() { Request = m.Request.Value }, w => read(new(w.Request)));

    private static Journal.StepStarted WriteStarted(RequestEvents.StepStarted e)
    {
        var journal = new Journal.StepStarted { Request = e.Request.Value, Step = e.Step, Attempt = e.Attempt, At = e.At.ToWire() };
        if (e.Question is { } question)
            journal.Question = question;
        return journal;
    }

    private static Journal.RequestFailed WriteFailed(RequestEvents.RequestFailed e)
    {
        var journal = new Journal.RequestFailed { Request = e.Request.Value, Failure = e.Failure.ToWire(), At = e.At.ToWire() };
        if (e.Reached is { } reached)
            journal.Reached = reached;
        return journal;
    }

    private static Wire.SubmitRequest WriteSubmit(SubmitRequest m)
    {
        var wire = new Wire.SubmitRequest { Request = m.Request.Value, Spec = m.Spec.ToWire() };
        if (m.TraceParent is { } parent)
            wire.TraceParent = parent;
        return wire;
    }
}
