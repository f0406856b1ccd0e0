using Akka.Actor;
using Akka.Hosting;
using EdgeActors.Actors.Requests;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Hosts.Common.Health;

/// <summary>
/// Asks a request entity and waits for its answer: sharding, serialisation and the journal's recovery all have to work for
/// that. A region that merely exists, or a membership, says little.
/// </summary>
public sealed class RequestCanary(IReadOnlyActorRegistry registry, HostFolders folders) : IReadinessCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RequestId _canary = new($"canary-{folders.Name}");

    public string Name => "requests";

    public async Task<string?> WhyNotAsync(CancellationToken cancel)
    {
        if (!registry.TryGet<RequestActor>(out var requests))
            return "the way to requests has not been started";
        try
        {
            await requests.Ask<RequestReplies.Pong>(new RequestQueries.Ping(_canary), Patience, cancel);
            return null;
        }
        catch (AskTimeoutException)
        {
            return "no request entity answers: is a cloud host a member, and can it write its journal?";
        }
    }
}
