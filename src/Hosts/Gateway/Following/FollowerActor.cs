using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Gateway.Following;

/// <summary>
/// Follows one entity for one HTTP caller. Receives <typeparamref name="TEvent"/> and <typeparamref name="TUnknown"/>; asks again every
/// <see cref="RequestQueries.FollowRequest.Renew"/> from the last event it has seen, since an entity that has moved, or whose host was killed,
/// does not know its followers.
/// </summary>
/// <typeparam name="TEvent">What its entity tells, with the entity as it stands after it.</typeparam>
/// <typeparam name="TUnknown">What the region answers where there is no such entity.</typeparam>
internal sealed class FollowerActor<TEvent, TUnknown> : ReceiveActor, IWithTimers
    where TEvent : class
    where TUnknown : class
{
    private readonly Followed<TEvent> _followed;
    private readonly ChannelWriter<TEvent> _events;
    private long _seen;

    public FollowerActor(Followed<TEvent> followed, long after, ChannelWriter<TEvent> events)
    {
        (_followed, _seen, _events) = (followed, after, events);
        Receive<TEvent>(Pass);
        Receive<TUnknown>(_ => _events.TryComplete(new ApiException(Problem.RequestUnknown, $"There is no {_followed.What}.")));
        Receive<Renewal>(_ => Follow());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Follow();
        Timers.StartPeriodicTimer(Renewal.Instance, Renewal.Instance, RequestQueries.FollowRequest.Renew);
    }

    protected override void PostStop()
    {
        if (_followed.Unfollow is { } unfollow)
            _followed.Region.Tell(unfollow);
        _events.TryComplete();
    }

    private void Follow() => _followed.Region.Tell(_followed.Follow(_seen));

    private void Pass(TEvent happened)
    {
        // A renewed follow may repeat what is already on its way.
        if (_followed.NumberOf(happened) <= _seen)
            return;
        _seen = _followed.NumberOf(happened);
        _events.TryWrite(happened);
        if (_followed.IsLast(happened))
            _events.TryComplete();
    }

    private sealed class Renewal : INotInfluenceReceiveTimeout
    {
        public static readonly Renewal Instance = new();
    }
}
