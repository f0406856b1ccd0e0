using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Demo;

/// <summary>What the demo saw, for programs.</summary>
/// <param name="Answered">The requests that ran undisturbed.</param>
/// <param name="Mixed">The request for a caption and an answer to a question.</param>
/// <param name="Split">How the split went after a link that was throttled.</param>
/// <param name="Interrupted">The request during which the edge was killed.</param>
/// <param name="Federated">The training run during which the cloud was killed.</param>
internal sealed record DemoReport(
    IReadOnlyList<RequestResource> Answered, RequestResource Mixed, MovingSplit Split, InterruptedRequest Interrupted, FederatedResult Federated);
