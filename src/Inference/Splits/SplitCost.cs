namespace EdgeActors.Inference.Splits;

/// <summary>The predicted latency of a candidate: head + encode + bytes / goodput + round trip + queue + decode + tail.</summary>
internal static class SplitCost
{
    public static double CautiousMs(SplitCandidate candidate, SplitConditions conditions) =>
        candidate.Cautious.Device * conditions.DeviceLoad + (candidate.IsAllOnDevice
            ? 0
            : conditions.Link.CautiousMs(conditions.BytesOf(candidate)) + conditions.EdgeQueueMs + candidate.Cautious.Edge);

    public static SplitChoice Predict(SplitCandidate candidate, SplitConditions conditions)
    {
        var cautious = CautiousMs(candidate, conditions);
        return new SplitChoice(candidate, cautious, [.. Hops(candidate, conditions)], MeetsConstraints: true,
            $"{candidate.Pair.Cut} with {candidate.Pair.Codec} is expected to be fastest at {conditions.Link.GoodputP10 / 1000:F0} KB/s: {cautious:F1} ms");
    }

    private static IEnumerable<PredictedHop> Hops(SplitCandidate candidate, SplitConditions conditions)
    {
        var (times, load) = (candidate.Typical, conditions.DeviceLoad);
        if (!candidate.SendsPicture) yield return new PredictedHop(HopNames.Head, times.Head * load);
        if (candidate.IsAllOnDevice) yield break;

        var bytes = conditions.BytesOf(candidate);
        if (!candidate.SendsPicture) yield return new PredictedHop(HopNames.Encode, times.Encode * load);
        yield return new PredictedHop(HopNames.Uplink, conditions.Link.TypicalMs(bytes), bytes);
        yield return new PredictedHop(HopNames.Queue, conditions.EdgeQueueMs);
        yield return new PredictedHop(HopNames.Decode, times.Decode);
        yield return new PredictedHop(HopNames.Tail, times.Tail);
    }
}
