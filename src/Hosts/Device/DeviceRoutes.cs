using System.Net;
using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Training;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Device;

/// <summary>
/// What programs on the device may call, and nobody else: the same <c>POST /v1/requests</c> as the gateway's, with a picture that
/// stays here unless the split sends it, and the throttle of the link.
/// </summary>
internal static class DeviceRoutes
{
    /// <summary>The agent keeps the deadline itself; this is for an agent that does not answer at all.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static void Map(WebApplication app)
    {
        app.UseApiProblems(static path => path.StartsWithSegments("/v1"));
        var routes = app.MapGroup("/v1");
        routes.AddEndpointFilter(static (call, next) => call.HttpContext.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
            ? next(call)
            : throw new ApiException(FailureCodes.PolicyRefused, "Only programs on the device itself may ask here: ask the gateway."));
        routes.MapPost("/requests", SubmitAsync);
        routes.MapGet("/devices", StatusAsync);
        routes.MapGet("/devices/{id}/trainings", TrainingsAsync);
        routes.MapGet("/devices/{id}/link", (string id, LocalDevices devices) => TypedResults.Json(LinkResource.Of(Shaper(devices, id).Shape)));
        routes.MapPut("/devices/{id}/link", SetLink);
    }

    private static async Task<IResult> SubmitAsync(HttpRequest http, LocalDevices devices, TimeProvider time, CancellationToken cancel)
    {
        var draft = await DraftReader.ReadAsync(http, ApiLimits.Default, cancel);
        var device = devices.Find(draft.Device?.Value) ?? throw new ApiException(
            FailureCodes.DeviceUnknown, draft.Device is { } named
                ? $"This process does not stand for device '{named}'; it stands for {string.Join(", ", devices.All.Select(known => known.Id))}."
                : $"This process stands for several devices: name one of {string.Join(", ", devices.All.Select(known => known.Id))}.");
        var pictures = new List<string>();
        foreach (var picture in draft.Pictures)
            pictures.Add(picture.OnDevice ?? await KeepAsync(device, picture.Uploaded!, cancel));
        var submit = new AgentSeam.SubmitHere(RequestId.New(time), draft.Text, pictures.ToValueArray(), draft.AccuracyLossBudget, draft.Deadline);
        var outcome = await device.Agent.Ask<AgentSeam.LocalOutcome>(submit, draft.Deadline + Grace, cancel);
        var resource = outcome.View is { } view ? RequestResource.Of(view) : null;
        return (outcome.Failure ?? outcome.View?.Failure) is { } failure ? Problem.Of(failure, resource) : TypedResults.Json(resource, ApiJson.Options);
    }

    private static async Task<string> KeepAsync(LocalDevice device, UploadedPicture picture, CancellationToken cancel) =>
        (await device.Agent.Ask<AgentSeam.PictureKept>(new AgentSeam.KeepPicture(picture.MediaType, picture.Bytes), Grace, cancel)).Id;

    private static async Task<IResult> StatusAsync(LocalDevices devices, CancellationToken cancel)
    {
        var statuses = await Task.WhenAll(devices.All.Select(device => device.Agent.Ask<AgentSeam.AgentStatus>(new AgentSeam.GetStatus(), Grace, cancel)));
        return TypedResults.Json(
            statuses.Select(status => new
            {
                Id = status.Device.Value,
                Edge = status.Link,
                status.Pictures,
                status.Bundles,
                Pairs = status.Pairs.Select(agreed => new { agreed.Pair.Model, agreed.Pair.Bundle, agreed.Pair.Cut, agreed.Pair.Codec }),
            }),
            ApiJson.Options);
    }

    /// <summary>For which rounds this device has trained since it started, one entry for each time.</summary>
    private static async Task<IResult> TrainingsAsync(string id, LocalDevices devices, CancellationToken cancel)
    {
        var device = devices.Find(id) ?? throw Unknown(id);
        var trained = await device.Training.Ask<LocalTrainings.Trained>(new LocalTrainings.GetTrained(), Grace, cancel);
        return TypedResults.Json(trained.Rounds.Select(round => round.ToString()), ApiJson.Options);
    }

    private static IResult SetLink(string id, LinkResource wanted, LocalDevices devices)
    {
        var shaper = Shaper(devices, id);
        try
        {
            shaper.Shape = wanted.ToShape();
        }
        catch (FormatException e)
        {
            throw new ApiException(FailureCodes.InvalidRequest, $"The link can't be throttled so: {e.Message}; write rates as 250KB/s and times as 5ms.");
        }

        return TypedResults.Json(LinkResource.Of(shaper.Shape), ApiJson.Options);
    }

    private static Link.LinkShaper Shaper(LocalDevices devices, string id) => devices.Find(id) switch
    {
        null => throw Unknown(id),
        { Shaper: { } shaper } => shaper,
        _ => throw new ApiException(FailureCodes.PolicyRefused, $"The link of '{id}' can't be throttled: start the host with {DeviceSettings.LinkShaping.Flag}."),
    };

    private static ApiException Unknown(string id) => new(FailureCodes.DeviceUnknown, $"This process does not stand for device '{id}'.");
}
