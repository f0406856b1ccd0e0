using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using Failure = EdgeActors.Messages.Failure;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>
/// Stands for the region of requests: takes requests in and ends each as <see cref="Outcome"/> says, event by event, without a cluster.
/// </summary>
internal sealed class FakeRequests : ReceiveActor
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<RequestId, ImmutableList<RequestReplies.RequestEvent>> _events = [];

    public FakeRequests(Func<RequestSpec, Outcome> outcome, ConcurrentQueue<RequestCommands.SubmitRequest> submitted)
    {
        Receive<RequestCommands.SubmitRequest>(submit =>
        {
            submitted.Enqueue(submit);
            Sender.Tell(Take(submit, outcome(submit.Spec)));
        });
        Receive<RequestQueries.GetRequest>(get => Sender.Tell(
            _events.TryGetValue(get.Request, out var events) ? events[^1].View : new RequestReplies.RequestUnknown(get.Request)));
        Receive<RequestCommands.CancelRequest>(cancel => Sender.Tell(
            _events.TryGetValue(cancel.Request, out var events) ? events[^1].View : new RequestReplies.RequestUnknown(cancel.Request)));
        Receive<RequestQueries.FollowRequest>(Follow);
        Receive<RequestQueries.UnfollowRequest>(_ => { });
    }

    /// <summary>What becomes of a request.</summary>
    public abstract record Outcome
    {
        public sealed record Answered(StepResult Result) : Outcome;

        public sealed record Ended(Failure Failure, string? Reached) : Outcome;

        public sealed record Rejected(Failure Failure) : Outcome;

        /// <summary>Accepted, and nothing more is heard.</summary>
        public sealed record Silence : Outcome;
    }

    /// <param name="submitted">Everything that comes in, in its order.</param>
    public static Props Props(Func<RequestSpec, Outcome> outcome, ConcurrentQueue<RequestCommands.SubmitRequest> submitted) =>
        Akka.Actor.Props.Create(() => new FakeRequests(outcome, submitted));

    private IRequestMessage Take(RequestCommands.SubmitRequest submit, Outcome outcome)
    {
        if (outcome is Outcome.Rejected rejected)
            return new RequestReplies.RequestRejected(submit.Request, rejected.Failure);
        var accepted = new RequestView(
            submit.Request, RequestStatuses.Accepted, 1, submit.Spec, Noon, Noon + submit.Spec.Deadline, null, [], null, null, null);
        if (_events.TryGetValue(submit.Request, out var known))
            return known[0].View.Spec == submit.Spec
                ? new RequestReplies.RequestSubmitted(submit.Request, Noon, Noon + submit.Spec.Deadline)
                : new RequestReplies.RequestRejected(submit.Request, new(FailureCodes.RequestConflict, "another request has this id"));
        var plan = new RequestPlan("ok", null, "rules", null, [new(1, "image-classification", 0, null, null, [])], [1]);
        var planned = accepted with { Status = RequestStatuses.Running, Sequence = 2, Plan = plan };
        ImmutableList<RequestReplies.RequestEvent> events = [Event(RequestEventKinds.Accepted, accepted)];
        events = outcome switch
        {
            Outcome.Answered answered => events.Add(Event(RequestEventKinds.Planned, planned)).Add(Event(RequestEventKinds.Completed, planned with
            {
                Status = RequestStatuses.Completed, Sequence = 3, EndedAt = Noon.AddMilliseconds(31), Answer = answered.Result.Answer.Words,
                Steps = [new(1, "image-classification", null, 1, Noon, Noon.AddMilliseconds(31), answered.Result, null)],
            })),
            Outcome.Ended ended => events.Add(Event(RequestEventKinds.Planned, planned)).Add(Event(RequestEventKinds.Failed, planned with
            {
                Status = RequestStatuses.Failed, Sequence = 3, EndedAt = Noon.AddSeconds(1), Answer = ended.Reached, Failure = ended.Failure,
            })),
            _ => events,
        };
        _events[submit.Request] = events;
        return new RequestReplies.RequestSubmitted(submit.Request, Noon, Noon + submit.Spec.Deadline);
    }

    private void Follow(RequestQueries.FollowRequest follow)
    {
        if (!_events.TryGetValue(follow.Request, out var events))
        {
            Sender.Tell(new RequestReplies.RequestUnknown(follow.Request));
            return;
        }
        foreach (var happened in events.Where(e => e.Sequence > follow.After))
            Sender.Tell(happened);
    }

    private static RequestReplies.RequestEvent Event(string kind, RequestView view) => new(view.Request, view.Sequence, Noon, kind, view);
}
