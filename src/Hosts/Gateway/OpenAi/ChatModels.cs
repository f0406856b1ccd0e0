using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.OpenAi;

/// <summary>
/// The model names that OpenAI clients may use: <c>edgeactors</c> plans and lets the edge run it, <c>edgeactors@device-1</c> runs the
/// first half on that device.
/// </summary>
internal static class ChatModels
{
    public const string Planned = "edgeactors";
    private const string OnDevice = Planned + "@";

    /// <summary>The device that the name asks for; null for none.</summary>
    /// <exception cref="ApiException">There is no such model.</exception>
    public static DeviceId? DeviceOf(string? model) => model switch
    {
        null or Planned => null,
        _ when model.StartsWith(OnDevice, StringComparison.Ordinal) && Identifier.IsValid(model[OnDevice.Length..])
            && new DeviceId(model[OnDevice.Length..]) is { IsEdgePool: false } device => device,
        _ => throw new ApiException(Problem.NotFound, $"The model '{model}' does not exist: GET /v1/models lists those that do."),
    };

    public static string On(DeviceId device) => OnDevice + device;
}
