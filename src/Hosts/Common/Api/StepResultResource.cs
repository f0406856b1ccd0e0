using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>An answer, where the model was cut for it, and what each hop cost.</summary>
/// <param name="Cut"><c>input</c>: all on the edge; <c>output</c>: all on the device; else the cut's name in the bundle.</param>
/// <param name="Where">device, device+edge or edge.</param>
/// <param name="LinkBytes">Both ways over the device link, headers included.</param>
public sealed record StepResultResource(
    AnswerResource Answer, string Model, string Version, string Bundle, string Cut, string Codec, string Where, long LinkBytes, double MeasuredMs,
    bool Degraded, string? DegradedReason, IReadOnlyList<HopResource> Hops)
{
    public static StepResultResource Of(StepResult result) => new(
        AnswerResource.Of(result.Answer), result.Pair.Model.Value, result.Version, result.Pair.Bundle, result.Pair.Cut, result.Pair.Codec, result.Where,
        result.LinkBytes, result.MeasuredMs, result.Degraded, result.DegradedReason, [.. result.Hops.Select(HopResource.Of)]);
}
