using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;

namespace EdgeActors.Gateway.Devices;

/// <summary><c>/v1/devices</c>: what is out there, over which link, cut where.</summary>
internal static class DeviceRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/v1/devices").WithTags("devices").RequireScope(Scopes.Infer);
        devices.MapGet("", async (DeviceClient client, CancellationToken cancel) => TypedResults.Ok(await client.ListAsync(cancel)))
            .WithName("listDevices").WithSummary("All devices that have connected, by id").ProducesProblems(503);
        devices.MapGet("{id}", async (string id, DeviceClient client, CancellationToken cancel) => TypedResults.Ok(await client.GetAsync(id, cancel)))
            .WithName("getDevice").WithSummary("One device").ProducesProblems(404, 503);
        devices.MapPut("{id}/splits/{model}/pin", async (string id, string model, PinBody pin, DeviceClient client, CancellationToken cancel) =>
                TypedResults.Ok(await client.PinAsync(id, model, pin.Cut, pin.Codec, cancel)))
            .WithName("pinSplit").WithSummary("Hold a model's split").ProducesProblems(400, 404, 503);
        devices.MapDelete("{id}/splits/{model}/pin", async (string id, string model, DeviceClient client, CancellationToken cancel) =>
                TypedResults.Ok(await client.PinAsync(id, model, null, null, cancel)))
            .WithName("unpinSplit").WithSummary("Let the coordinator choose again").ProducesProblems(404, 503);
    }
}
