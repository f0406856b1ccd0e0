using EdgeActors.Gateway.Devices;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.Page.Asking;

/// <summary>Why a step ran where it ran, in sentences: only what was measured or predicted for it, and arithmetic on that.</summary>
public static class CutReason
{
    /// <param name="device">As it is known now; null where the request named none.</param>
    /// <param name="pictureBytes">Of the file; null where unknown.</param>
    /// <param name="accuracyLossBudget">Of the request, 0 to 1.</param>
    public static IEnumerable<string> Of(StepResultResource result, DeviceResource? device, long? pictureBytes, double accuracyLossBudget)
    {
        if (result.DegradedReason is { } degraded)
            yield return $"This is not where it should have run: {degraded}";
        if (device is null)
        {
            yield return "The request named no device, so the edge ran the whole model.";
            yield break;
        }
        yield return result.Cut switch
        {
            SplitPair.RawInput => $"The picture crossed the link as it is and the edge ran the whole model of {result.Model}.",
            SplitPair.WholeModel => $"{device.Id} ran the whole of {result.Model}; only the answer crossed the link.",
            _ => $"{result.Model} was cut at {result.Cut}: {device.Id} ran the first part and sent its features as {result.Codec}, the edge ran the rest.",
        };
        var predicted = result.Hops.Where(hop => hop.PredictedMs is { }).ToList();
        var unforeseen = result.Hops.Where(hop => hop.PredictedMs is null).Sum(hop => hop.MeasuredMs);
        yield return predicted.Count > 0
            ? $"It is the coordinator's choice within an accuracy loss of {Words.Percent(accuracyLossBudget)}, the least predicted time unless the split is pinned: it predicted {Words.Duration(predicted.Sum(hop => hop.PredictedMs))} for hops that took {Words.Duration(predicted.Sum(hop => hop.MeasuredMs))}{(unforeseen >= 0.01 ? $"; others, which it does not predict, took {Words.Duration(unforeseen)}" : "")}."
            : "Nothing was predicted for it: the times of this device, or of its link, were not known yet.";
        if (pictureBytes is { } bytes && device.Link?.GoodputBytesPerSecond is > 0 and var goodput && result.Cut is not SplitPair.RawInput)
            yield return $"The picture itself has {Words.Bytes(bytes)}: at {Words.Rate(goodput)}, as the link is now, it would need {Words.Duration(bytes / goodput * 1_000)} to cross. {Words.Bytes(result.LinkBytes)} crossed instead.";
        if (device.FeaturesOnly)
            yield return $"The owner of {device.Id} lets no picture leave it: sending the picture was no candidate.";
    }
}
