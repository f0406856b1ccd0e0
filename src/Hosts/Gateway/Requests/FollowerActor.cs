using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Gateway.Requests;

/// <summary>
/// Follows one request for one HTTP caller. Receives <see cref="RequestReplies.RequestEvent"/> and
/// <see cref="RequestReplies.RequestUnknown"/>; asks again every <see cref="RequestQueries.FollowRequest.Renew"/> from the last event it
/// has seen, since an entity that has moved does not know its followers.
/// </summary>
internal sealed class FollowerActor : ReceiveActor, IWithTimers
{
    private readonly IActorRef _requests;
    private readonly RequestId _request;
    private readonly ChannelWriter<RequestReplies.RequestEvent> _events;
    private long _seen;

    public FollowerActor(IActorRef requests, RequestId request, long after, ChannelWriter<RequestReplies.RequestEvent> events)
    {
        (_requests, _request, _seen, _events) = (requests, request, after, events);
        Receive<RequestReplies.RequestEvent>(Pass);
        Receive<RequestReplies.RequestUnknown>(_ =>
            _events.TryComplete(new ApiException(Problem.RequestUnknown, $"There is no request '{_request}'.")));
        Receive<Renewal>(_ => Follow());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef requests, RequestId request, long after, ChannelWriter<RequestReplies.RequestEvent> events) =>
        Akka.Actor.Props.Create(() => new FollowerActor(requests, request, after, events));

    protected override void PreStart()
    {
        Follow();
        Timers.StartPeriodicTimer(Renewal.Instance, Renewal.Instance, RequestQueries.FollowRequest.Renew);
    }

    protected override void PostStop()
    {
        _requests.Tell(new RequestQueries.UnfollowRequest(_request));
        _events.TryComplete();
    }

    private void Follow() => _requests.Tell(new RequestQueries.FollowRequest(_request, _seen));

    private void Pass(RequestReplies.RequestEvent happened)
    {
        // A renewed follow may repeat what is already on its way.
        if (happened.Sequence <= _seen)
            return;
        _seen = happened.Sequence;
        _events.TryWrite(happened);
        if (RequestStatuses.IsFinal(happened.View.Status))
            _events.TryComplete();
    }

    private sealed class Renewal : INotInfluenceReceiveTimeout
    {
        public static readonly Renewal Instance = new();
    }
}
