using EdgeActors.Gateway.Cluster;
using EdgeActors.Gateway.Devices;
using EdgeActors.Gateway.Models;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Gateway.Page.Live;

/// <summary>Everything the page shows of the system, read at one moment.</summary>
/// <param name="Devices">The last list that was read; stays when no edge answers, see <paramref name="DevicesMissing"/>.</param>
/// <param name="DevicesMissing">Why <paramref name="Devices"/> is old or empty; null when it is neither.</param>
/// <param name="Models">The last list that was read.</param>
/// <param name="ModelsMissing">Why <paramref name="Models"/> is old or empty; null when it is neither.</param>
/// <param name="Requests">The newest that this gateway has taken in, newest first; read while somebody has the page open.</param>
/// <param name="Runs">The newest training runs that were started through this gateway, newest first; read likewise.</param>
public sealed record SystemSnapshot(
    DateTimeOffset At, ClusterResource Cluster, IReadOnlyList<DeviceResource> Devices, string? DevicesMissing,
    IReadOnlyList<ModelResource> Models, string? ModelsMissing, IReadOnlyList<RequestResource> Requests, IReadOnlyList<RunResource> Runs)
{
    /// <summary>The newest answered step that a device had a part in; null where it had none yet.</summary>
    public (RequestResource Request, StepResultResource Result)? LastAnswerOf(string device) => Requests
        .Where(request => request.Device == device)
        .SelectMany(request => request.Steps.Reverse().Where(step => step.Result is { }).Select(step => ((RequestResource, StepResultResource)?)(request, step.Result!)))
        .FirstOrDefault();
}
