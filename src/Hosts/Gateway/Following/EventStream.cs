using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.Following;

/// <summary>The events of one entity, as a stream for one caller.</summary>
internal static class EventStream
{
    /// <summary>When a caller whose connection broke asks again.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    /// <summary>Every event after <paramref name="after"/>, past ones first, until the last one or until <paramref name="ending"/>.</summary>
    /// <exception cref="ApiException">There is no such entity.</exception>
    public static async IAsyncEnumerable<TEvent> ReadAsync<TEvent, TUnknown>(
        ActorSystem system, Followed<TEvent> followed, long after, CancellationToken ending, [EnumeratorCancellation] CancellationToken cancel)
        where TEvent : class
        where TUnknown : class
    {
        // Unbounded, yet small: a request has a few dozen events at most, a run a few hundred.
        var events = Channel.CreateUnbounded<TEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var ended = ending.Register(() => events.Writer.TryComplete());
        var follower = system.ActorOf(Props.Create(() => new FollowerActor<TEvent, TUnknown>(followed, after, events.Writer)));
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancel))
                yield return happened;
        }
        finally
        {
            system.Stop(follower);
        }
    }

    /// <summary>The number after which a caller wants to go on: what its browser repeats wins over the address.</summary>
    /// <exception cref="ApiException">The header is no number.</exception>
    public static long After(string? lastEventId, long? after) =>
        lastEventId is null ? after ?? 0
        : long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen
        : throw new ApiException(FailureCodes.InvalidRequest, $"Last-Event-ID = '{lastEventId}' is no id of this stream: ids are whole numbers.");
}
