using Akka.Actor;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Gateway;

/// <summary>
/// Ready means that a request entity answers: through the proxy, over the wire, out of its journal. Being a member of the cluster
/// says nothing about that.
/// </summary>
internal sealed class RequestCanary(GatewayActors actors) : IReadinessCheck
{
    private static readonly RequestId Canary = new("canary-gateway");

    public string Name => "requests";

    public async Task<string?> WhyNotAsync(CancellationToken cancel)
    {
        await actors.Requests.Ask<RequestReplies.Pong>(new RequestQueries.Ping(Canary), cancel);
        return null;
    }
}
