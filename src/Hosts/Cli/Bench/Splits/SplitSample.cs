using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>One answered request of a bench.</summary>
/// <param name="LatencyMs">From sending the request to having its answer, seen by the client of the gateway.</param>
/// <param name="MeasuredMs">Sum of the hops of the step.</param>
/// <param name="PredictedMs">Sum of what was predicted; a hop that was not foreseen counts as foreseen to take no time. NaN where nothing was predicted.</param>
/// <param name="UplinkMs">The link's part of it.</param>
/// <param name="DeviceMs">The device's work and waiting.</param>
/// <param name="LinkBytes">Both ways over the device link, headers included.</param>
internal sealed record SplitSample(
    double LatencyMs, double MeasuredMs, double PredictedMs, double UplinkMs, double DeviceMs, long LinkBytes, string Model, string Cut, string Codec)
{
    public static SplitSample Of(StepResultResource result, double latencyMs)
    {
        var device = result.Hops.TakeWhile(hop => hop.Name != HopNames.Uplink).Sum(hop => hop.MeasuredMs);
        return new(
            latencyMs, result.Hops.Sum(hop => hop.MeasuredMs), result.Hops.Any(hop => hop.PredictedMs is { }) ? result.Hops.Sum(hop => hop.PredictedMs ?? 0) : double.NaN,
            result.Hops.Where(hop => hop.Name == HopNames.Uplink).Sum(hop => hop.MeasuredMs), device, result.LinkBytes, result.Model, result.Cut, result.Codec);
    }
}
