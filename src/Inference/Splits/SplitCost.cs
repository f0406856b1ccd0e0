namespace EdgeActors.Inference.Splits;

/// <summary>
/// The predicted latency of a candidate: picture + head + encode + bytes / goodput + round trip + queue + decode + tail. The request comes from
/// the edge and its answer goes there, so a device that runs everything pays the round trip, too.
/// </summary>
internal static class SplitCost
{
    public static double CautiousMs(SplitCandidate candidate, SplitConditions conditions) =>
        conditions.DeviceQueueMs + candidate.Cautious.Device + (candidate.IsAllOnDevice
            ? conditions.Link.RttMs
            : conditions.Link.CautiousMs(conditions.BytesOf(candidate), conditions.PauseMs(candidate)) + conditions.EdgeQueueMs + candidate.Cautious.Edge);

    public static SplitChoice Predict(SplitCandidate candidate, SplitConditions conditions)
    {
        var cautious = CautiousMs(candidate, conditions);
        return new SplitChoice(candidate, cautious, [.. Hops(candidate, conditions)], MeetsConstraints: true,
            $"{candidate.Pair.Cut} with {candidate.Pair.Codec} is expected to be fastest at {conditions.Link.GoodputP10 / 1000:F0} KB/s: {cautious:F1} ms");
    }

    private static IEnumerable<PredictedHop> Hops(SplitCandidate candidate, SplitConditions conditions)
    {
        var times = candidate.Typical;
        yield return new PredictedHop(HopNames.DeviceQueue, conditions.DeviceQueueMs);
        if (!candidate.SendsPicture)
        {
            yield return new PredictedHop(HopNames.DecodePicture, times.PictureOnDevice);
            yield return new PredictedHop(HopNames.Head, times.Head);
        }
        if (candidate.IsAllOnDevice)
        {
            yield return new PredictedHop(HopNames.Uplink, conditions.Link.RttMs);
            yield break;
        }
        var bytes = conditions.BytesOf(candidate);
        if (!candidate.SendsPicture) yield return new PredictedHop(HopNames.Encode, times.Encode);
        yield return new PredictedHop(HopNames.Uplink, conditions.Link.TypicalMs(bytes, conditions.PauseMs(candidate)), bytes);
        yield return new PredictedHop(HopNames.Queue, conditions.EdgeQueueMs);
        yield return candidate.SendsPicture
            ? new PredictedHop(HopNames.DecodePicture, times.PictureOnEdge)
            : new PredictedHop(HopNames.Decode, times.Decode);
        yield return new PredictedHop(HopNames.Tail, times.Tail);
    }
}
