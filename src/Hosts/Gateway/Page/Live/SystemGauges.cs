using System.Diagnostics.Metrics;

namespace EdgeActors.Gateway.Page.Live;

/// <summary>What the watch saw last, as gauges: members, devices, and each device's link and work.</summary>
internal sealed class SystemGauges : IDisposable
{
    public const string MeterName = "EdgeActors.System";

    private readonly Meter _meter = new(MeterName);

    public SystemGauges(SystemWatch watch)
    {
        _meter.CreateObservableGauge("edgeactors.cluster.members", () => Members(watch), "{host}", "Members of the cluster, by role, reachable or not");
        _meter.CreateObservableGauge("edgeactors.devices", () => Devices(watch), "{device}", "Devices that have connected, online or offline");
        _meter.CreateObservableGauge("edgeactors.device.steps", () => Of(watch, device => device.StepsInFlight), "{step}", "Steps that run on a device or wait for it");
        _meter.CreateObservableGauge("edgeactors.device.link.goodput", () => Of(watch, device => device.Link?.GoodputBytesPerSecond), "By/s", "Uplink goodput, the low quantile that splits are chosen by");
        _meter.CreateObservableGauge("edgeactors.device.link.round_trip", () => Of(watch, device => device.Link?.RoundTripMs / 1_000), "s", "Round trip of a device's link");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Members(SystemWatch watch) => (watch.Now?.Cluster.Members ?? [])
        .GroupBy(member => (Role: member.Roles.FirstOrDefault() ?? "", member.Reachable))
        .Select(group => new Measurement<int>(group.Count(), new("role", group.Key.Role), new("reachable", group.Key.Reachable)));

    private static IEnumerable<Measurement<int>> Devices(SystemWatch watch) => (watch.Now?.Devices ?? [])
        .GroupBy(device => device.Online).Select(group => new Measurement<int>(group.Count(), new KeyValuePair<string, object?>("online", group.Key)));

    /// <summary>Of devices that are online, where there is a value.</summary>
    private static IEnumerable<Measurement<double>> Of(SystemWatch watch, Func<Devices.DeviceResource, double?> value) => (watch.Now?.Devices ?? [])
        .Where(device => device.Online && value(device) is { })
        .Select(device => new Measurement<double>(value(device)!.Value, new KeyValuePair<string, object?>("device", device.Id)));
}
