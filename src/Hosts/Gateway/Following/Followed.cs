using Akka.Actor;

namespace EdgeActors.Gateway.Following;

/// <summary>Something with a journal that one caller follows: a request, a training run.</summary>
/// <param name="Region">Where it lives.</param>
/// <param name="What">For people, with its id.</param>
/// <param name="Follow">Asks its entity for every event after a number.</param>
/// <param name="Unfollow">Tells its entity that nobody listens any more; null where it finds that out itself.</param>
/// <param name="NumberOf">An event's number in the journal.</param>
/// <param name="IsLast">No event follows this one.</param>
internal sealed record Followed<TEvent>(
    IActorRef Region, string What, Func<long, object> Follow, object? Unfollow, Func<TEvent, long> NumberOf, Func<TEvent, bool> IsLast);
