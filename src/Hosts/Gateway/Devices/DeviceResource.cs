using EdgeActors.Messages.Devices;

namespace EdgeActors.Gateway.Devices;

/// <summary>A device as the REST API shows it.</summary>
/// <param name="Edge">The edge node that holds its stream; absent while offline.</param>
public sealed record DeviceResource(
    string Id, bool Online, string? Edge, DateTimeOffset ChangedAt, string Software, CapabilitiesResource Capabilities, bool FeaturesOnly,
    long MaxHeadMemoryBytes, LinkResource? Link, IReadOnlyList<SplitResource> Splits, IReadOnlyList<DevicePicture> Pictures,
    IReadOnlyDictionary<string, string> Labels, int StepsInFlight, long StepsDone, long StepsFailed)
{
    public static DeviceResource Of(DeviceView view) => new(
        view.Device.Value, view.Online, view.Edge, view.ChangedAt, view.Hello.Software, CapabilitiesResource.Of(view.Hello.Capabilities),
        view.Hello.Policy.FeaturesOnly, view.Hello.Policy.MaxHeadMemoryBytes, view.Link is { } link ? LinkResource.Of(link) : null,
        [.. view.Splits.Select(SplitResource.Of)], [.. view.Hello.Pictures],
        new SortedDictionary<string, string>(view.Hello.Labels.ToDictionary(label => label.Key, label => label.Value)),
        view.StepsInFlight, view.StepsDone, view.StepsFailed);
}
