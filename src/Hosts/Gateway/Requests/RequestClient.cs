using System.Diagnostics;
using Akka.Actor;
using EdgeActors.Gateway.Following;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Gateway.Requests;

/// <summary>Speaks with request entities on behalf of HTTP callers.</summary>
public sealed class RequestClient(GatewayActors actors, Recent<RequestId> recent, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// A gateway that stops waits this much longer for answers. Then the caller hears how far the request is, and asks another gateway: the
    /// cloud goes on with it. Leaves the rest of the host's drain to the cluster, which this member has to leave in order.
    /// </summary>
    private static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(20);

    /// <summary>A request ends at its deadline; the news of it needs a moment to get here.</summary>
    public static readonly TimeSpan DeadlineSlack = TimeSpan.FromSeconds(1);

    /// <summary>The newest that were submitted here, newest first.</summary>
    public IReadOnlyList<RequestId> Recent => recent.Ids;

    /// <exception cref="ApiException">The request was not taken in, or nobody answered.</exception>
    public async Task<RequestReplies.RequestSubmitted> SubmitAsync(RequestId id, RequestSpec spec, CancellationToken cancel)
    {
        switch (await AskAsync(new RequestCommands.SubmitRequest(id, spec, Activity.Current?.Id), cancel))
        {
            case RequestReplies.RequestSubmitted submitted:
                recent.Add(id);
                return submitted;
            case RequestReplies.RequestRejected rejected:
                throw new ApiException(rejected.Failure);
            case var other:
                throw Unexpected(other);
        }
    }

    /// <exception cref="ApiException">No such request, or nobody answered.</exception>
    public async Task<RequestView> GetAsync(RequestId id, CancellationToken cancel) => View(id, await AskAsync(new RequestQueries.GetRequest(id), cancel));

    /// <inheritdoc cref="GetAsync"/>
    public async Task<RequestView> CancelAsync(RequestId id, string reason, CancellationToken cancel) =>
        View(id, await AskAsync(new RequestCommands.CancelRequest(id, reason), cancel));

    /// <summary>
    /// Every event after <paramref name="after"/>, past ones first, until the request has ended or the gateway stops: whoever follows goes on
    /// at another one from the last number it saw.
    /// </summary>
    public IAsyncEnumerable<RequestReplies.RequestEvent> FollowAsync(RequestId id, long after, CancellationToken cancel) =>
        FollowAsync(id, after, lifetime.ApplicationStopping, cancel);

    private IAsyncEnumerable<RequestReplies.RequestEvent> FollowAsync(RequestId id, long after, CancellationToken ending, CancellationToken cancel) =>
        EventStream.ReadAsync<RequestReplies.RequestEvent, RequestReplies.RequestUnknown>(
            actors.System,
            new(
                actors.Requests, $"request '{id}'", seen => new RequestQueries.FollowRequest(id, seen), new RequestQueries.UnfollowRequest(id),
                happened => happened.Sequence, happened => RequestStatuses.IsFinal(happened.View.Status)),
            after, ending, cancel);

    /// <summary>The request when it has ended, or as it stands after <paramref name="patience"/>.</summary>
    public async Task<RequestView> WaitAsync(RequestId id, TimeSpan patience, CancellationToken cancel)
    {
        using var drained = new CancellationTokenSource();
        using var draining = lifetime.ApplicationStopping.Register(() => drained.CancelAfter(DrainGrace));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(drained.Token);
        ending.CancelAfter(patience);
        RequestView? last = null;
        await foreach (var happened in FollowAsync(id, 0, ending.Token, cancel))
            last = happened.View;
        return last ?? await GetAsync(id, cancel);
    }

    private Task<IRequestMessage> AskAsync(IRequestMessage message, CancellationToken cancel) =>
        actors.Requests.Ask<IRequestMessage>(message, GatewayActors.AnswerWithin, cancel);

    private static RequestView View(RequestId id, IRequestMessage reply) => reply switch
    {
        RequestView view => view,
        RequestReplies.RequestUnknown => throw new ApiException(Problem.RequestUnknown, $"There is no request '{id}'."),
        var other => throw Unexpected(other),
    };

    private static InvalidOperationException Unexpected(object reply) => new($"A request answered with {reply.GetType().Name}, which is no answer to what was asked.");
}
