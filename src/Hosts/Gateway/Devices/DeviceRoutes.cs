using Akka.Actor;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeActors.Gateway.Devices;

/// <summary><c>/v1/devices</c>: what is out there, over which link, cut where.</summary>
internal static class DeviceRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/v1/devices").WithTags("devices").RequireScope(Scopes.Infer);
        devices.MapGet("", ListAsync).WithName("listDevices").WithSummary("All devices that have connected, by id").ProducesProblems(503);
        devices.MapGet("{id}", GetAsync).WithName("getDevice").WithSummary("One device").ProducesProblems(404, 503);
        devices.MapPut("{id}/splits/{model}/pin", (string id, string model, PinBody pin, GatewayActors actors, CancellationToken cancel) =>
            PinAsync(id, model, pin.Cut, pin.Codec, actors, cancel)).WithName("pinSplit").WithSummary("Hold a model's split").ProducesProblems(400, 404, 503);
        devices.MapDelete("{id}/splits/{model}/pin", (string id, string model, GatewayActors actors, CancellationToken cancel) =>
            PinAsync(id, model, null, null, actors, cancel)).WithName("unpinSplit").WithSummary("Let the coordinator choose again").ProducesProblems(404, 503);
    }

    private static async Task<Ok<PinResource>> PinAsync(string id, string model, string? cut, string? codec, GatewayActors actors, CancellationToken cancel)
    {
        if (!Identifier.IsValid(id) || !Identifier.IsValid(model))
            throw Unknown();
        return await actors.Devices.Ask<IDeviceMessage>(new DeviceCommands.PinSplit(new(id), new(model), cut, codec), GatewayActors.AnswerWithin, cancel) switch
        {
            DeviceReplies.SplitPinned pinned => TypedResults.Ok(new PinResource(pinned.Device.Value, pinned.Model.Value, pinned.Cut, pinned.Codec)),
            DeviceReplies.PinRefused refused => throw new ApiException(refused.Failure.Code, refused.Failure.Reason),
            _ => throw Unknown(),
        };
    }

    private static ApiException Unknown() => new(FailureCodes.DeviceUnknown, "No device of that name has connected since its edge started.");

    private static async Task<Ok<DeviceResource[]>> ListAsync(GatewayActors actors, CancellationToken cancel)
    {
        var devices = new List<DeviceResource>();
        for (DeviceReplies.DeviceList? page = null; page is null or { More: true };)
        {
            page = await actors.Directory.Ask<DeviceReplies.DeviceList>(
                new DeviceQueries.ListDevices(page?.Devices[^1].Device), GatewayActors.AnswerWithin, cancel);
            devices.AddRange(page.Devices.Select(DeviceResource.Of));
        }
        return TypedResults.Ok<DeviceResource[]>([.. devices]);
    }

    private static async Task<Ok<DeviceResource>> GetAsync(string id, GatewayActors actors, CancellationToken cancel)
    {
        var reply = Identifier.IsValid(id)
            ? await actors.Devices.Ask<IDeviceMessage>(new DeviceQueries.GetDevice(new(id)), GatewayActors.AnswerWithin, cancel)
            : null;
        return reply is DeviceView view
            ? TypedResults.Ok(DeviceResource.Of(view))
            : throw Unknown();
    }
}
