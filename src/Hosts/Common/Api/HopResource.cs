using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <param name="PredictedMs">Null where nothing was predicted.</param>
public sealed record HopResource(string Name, double? PredictedMs, double MeasuredMs, long Bytes)
{
    public static HopResource Of(HopCost hop) =>
        new(hop.Name, double.IsFinite(hop.PredictedMs) ? hop.PredictedMs : null, hop.MeasuredMs, hop.Bytes);
}
