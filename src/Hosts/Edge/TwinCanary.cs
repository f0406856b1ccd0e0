using Akka.Actor;
using Akka.Hosting;
using EdgeActors.Actors.Devices;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Edge;

/// <summary>Asks a device twin and waits for its answer: a place of the edge pool, which needs no device.</summary>
internal sealed class TwinCanary(IReadOnlyActorRegistry registry) : IReadinessCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly DeviceId Place = DeviceId.EdgePool(new RequestId("canary"));

    public string Name => "twins";

    public async Task<string?> WhyNotAsync(CancellationToken cancel)
    {
        if (!registry.TryGet<DeviceActor>(out var devices))
            return "the twins' region has not been started";
        try
        {
            await devices.Ask<IDeviceMessage>(new DeviceQueries.GetDevice(Place), Patience, cancel);
            return null;
        }
        catch (AskTimeoutException)
        {
            return "no device twin answers";
        }
    }
}
