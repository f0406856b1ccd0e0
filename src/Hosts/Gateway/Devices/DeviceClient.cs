using Akka.Actor;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Gateway.Devices;

/// <summary>Speaks with device twins and their directory, for the routes and for the page.</summary>
public sealed class DeviceClient(GatewayActors actors)
{
    /// <summary>All devices that have connected, by id, each in brief.</summary>
    public async Task<IReadOnlyList<DeviceResource>> ListAsync(CancellationToken cancel)
    {
        var devices = new List<DeviceResource>();
        for (DeviceReplies.DeviceList? page = null; page is null or { More: true };)
        {
            page = await actors.Directory.Ask<DeviceReplies.DeviceList>(
                new DeviceQueries.ListDevices(page?.Devices[^1].Device), GatewayActors.AnswerWithin, cancel);
            devices.AddRange(page.Devices.Select(DeviceResource.Of));
        }
        return devices;
    }

    /// <exception cref="ApiException">No device of that name.</exception>
    public async Task<DeviceResource> GetAsync(string id, CancellationToken cancel)
    {
        var reply = Identifier.IsValid(id)
            ? await actors.Devices.Ask<IDeviceMessage>(new DeviceQueries.GetDevice(new(id)), GatewayActors.AnswerWithin, cancel)
            : null;
        return reply is DeviceView view ? DeviceResource.Of(view) : throw Unknown();
    }

    /// <summary>Holds a model's split, or with no cut lets the coordinator choose again.</summary>
    /// <exception cref="ApiException">No device of that name, or it refuses.</exception>
    public async Task<PinResource> PinAsync(string id, string model, string? cut, string? codec, CancellationToken cancel)
    {
        if (!Identifier.IsValid(id) || !Identifier.IsValid(model))
            throw Unknown();
        return await actors.Devices.Ask<IDeviceMessage>(new DeviceCommands.PinSplit(new(id), new(model), cut, codec), GatewayActors.AnswerWithin, cancel) switch
        {
            DeviceReplies.SplitPinned pinned => new PinResource(pinned.Device.Value, pinned.Model.Value, pinned.Cut, pinned.Codec),
            DeviceReplies.PinRefused refused => throw new ApiException(refused.Failure.Code, refused.Failure.Reason),
            _ => throw Unknown(),
        };
    }

    private static ApiException Unknown() => new(FailureCodes.DeviceUnknown, "No device of that name has connected since its edge started.");
}
