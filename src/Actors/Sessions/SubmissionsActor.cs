using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Requests;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestQueries;
using static EdgeActors.Messages.Requests.RequestReplies;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// Requests that programs on one device have handed to its session: submits them for the device and tells the session a
/// <see cref="RequestUpdate"/> frame for everything that happens to them, until they end.
/// </summary>
internal sealed class SubmissionsActor : ReceiveActor, IWithTimers
{
    private readonly DeviceId _device;
    private readonly IActorRef _requests;
    private readonly IActorRef _session;
    private readonly TimeProvider _time;
    private readonly Dictionary<RequestId, Submission> _open = [];

    public SubmissionsActor(DeviceId device, IActorRef requests, IActorRef session, TimeProvider time)
    {
        (_device, _requests, _session, _time) = (device, requests, session, time);
        Receive<SubmitFromDevice>(Submit);
        Receive<RequestSubmitted>(submitted =>
        {
            if (_open.TryGetValue(submitted.Request, out var submission))
                _open[submitted.Request] = submission with { Accepted = true };
            _requests.Tell(new FollowRequest(submitted.Request));
        });
        Receive<RequestRejected>(rejected => Fail(rejected.Request, rejected.Failure));
        Receive<RequestEvent>(Pass);
        Receive<RequestUnknown>(_ => { });
        Receive<Retry>(_ => Renew());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeviceId device, IActorRef requests, IActorRef session, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new SubmissionsActor(device, requests, session, time));

    protected override void PreStart() => Timers.StartPeriodicTimer(Retry.Instance, Retry.Instance, FollowRequest.Renew / 5);

    private void Submit(SubmitFromDevice submit)
    {
        if (!Identifier.IsValid(submit.RequestId))
        {
            _session.Tell(Update(submit.RequestId, RequestStatuses.Failed, null, new(FailureCodes.InvalidRequest, $"'{submit.RequestId}' cannot be a request's id.")));
            return;
        }
        var id = new RequestId(submit.RequestId);
        var deadline = TimeSpan.FromMilliseconds(Math.Clamp(submit.RemainingMs, 0, TimeSpan.FromHours(1).TotalMilliseconds));
        var spec = new RequestSpec(
            submit.Text, submit.Pictures.Select(PictureRef.Held).ToValueArray(), _device, submit.AccuracyLossBudget, deadline);
        _open[id] = new(spec, _time.GetTimestamp(), false, 0);
        _requests.Tell(new SubmitRequest(id, spec));
    }

    /// <summary>Sharding delivers at most once, and an entity that has moved does not know its followers.</summary>
    private void Renew()
    {
        foreach (var (id, submission) in _open.ToList())
            if (_time.GetElapsedTime(submission.Since) > submission.Spec.Deadline + FollowRequest.Renew)
                Fail(id, new(FailureCodes.DeadlinePassed, "The cloud did not report how the request ended."));
            else
                _requests.Tell(submission.Accepted ? new FollowRequest(id, submission.Seen) : new SubmitRequest(id, submission.Spec));
    }

    private void Pass(RequestEvent happened)
    {
        if (!_open.TryGetValue(happened.Request, out var submission) || happened.Sequence <= submission.Seen)
            return;
        _open[happened.Request] = submission with { Seen = happened.Sequence };
        _session.Tell(Update(happened.Request.Value, happened.View.Status, happened.View, null));
        if (RequestStatuses.IsFinal(happened.View.Status))
            _open.Remove(happened.Request);
    }

    private void Fail(RequestId request, Failure failure)
    {
        if (_open.Remove(request))
            _session.Tell(Update(request.Value, RequestStatuses.Failed, null, failure));
    }

    private static EdgeFrame Update(string request, string status, RequestView? view, Failure? failure) =>
        new() { RequestUpdate = new() { RequestId = request, Status = status, Body = view.ToLink(), Code = failure?.Code ?? "", Reason = failure?.Reason ?? "" } };

    private sealed record Submission(RequestSpec Spec, long Since, bool Accepted, long Seen);

    private sealed record Retry : INoSerializationVerificationNeeded
    {
        public static Retry Instance { get; } = new();
    }
}
