using EdgeActors.Inference.Bundles;

namespace EdgeActors.Inference.Splits;

/// <summary>Everything a bundle allows, priced by what is known of a device and an edge.</summary>
public static class SplitCandidates
{
    // Until a host has measured: a small ARM core and a small x86 core, each on the slow side, so that a guess loses against a measurement.
    private const double DeviceMacsPerMs = 1e6;
    private const double EdgeMacsPerMs = 5e6;

    // Until a codec has been timed: a third of the goal for int8 + rANS.
    private const double CodecBytesPerMs = 100e3;

    /// <summary>A guess is so much uncertain: its p90 is this many times its median.</summary>
    private const double GuessSpread = 1.5;

    /// <param name="pictureBytes">Of a typical picture on this device, for the candidate that sends it.</param>
    /// <returns>All on the device, raw picture to the edge, and every cut with each of its codecs.</returns>
    public static IReadOnlyList<SplitCandidate> Of(Bundle bundle, ProfileBook device, ProfileBook edge, double pictureBytes)
    {
        var head = new Pricing(bundle, device, PartitionSide.Head, CutNames.Output, DeviceMacsPerMs);
        var tail = new Pricing(bundle, edge, PartitionSide.Tail, CutNames.Input, EdgeMacsPerMs);
        var candidates = new List<SplitCandidate>
        {
            Candidate(SplitPair.AllOnDevice(bundle), 0, 0, bundle.PeakBytes, head.Of(CutNames.Output, bundle.Macs), Time.None, Time.None, Time.None),
            Candidate(SplitPair.AllOnEdge(bundle), pictureBytes, 0, 0, Time.None, Time.None, Time.None, tail.Of(CutNames.Input, bundle.Macs)),
        };
        foreach (var cut in bundle.Cuts)
            foreach (var codec in cut.Codecs)
                candidates.Add(Candidate(
                    new SplitPair(bundle.Model, bundle.Id, cut.Id, codec.Id), codec.P90Bytes, codec.AccuracyLoss, cut.HeadPeakBytes,
                    head.Of(cut.Id, cut.HeadMacs), Coding(device, bundle, cut, codec, PartitionSide.Encode),
                    Coding(edge, bundle, cut, codec, PartitionSide.Decode), tail.Of(cut.Id, cut.TailMacs)));
        return candidates;
    }

    private static SplitCandidate Candidate(
        SplitPair pair, double bytes, double accuracyLoss, long headMemory, Time head, Time encode, Time decode, Time tail) => new()
    {
        Pair = pair,
        Bytes = bytes,
        AccuracyLoss = Math.Max(0, accuracyLoss),
        HeadMemoryBytes = headMemory,
        Cautious = new SplitTimes(head.P90, encode.P90, decode.P90, tail.P90),
        Typical = new SplitTimes(head.P50, encode.P50, decode.P50, tail.P50),
    };

    private static Time Coding(ProfileBook book, Bundle bundle, BundleCut cut, CutCodec codec, PartitionSide side) =>
        book.Find(bundle.Id, cut.Id, side, codec.Id) is { } known
            ? new Time(known.P50Ms, known.P90Ms)
            : Time.Guessed(cut.PlainBytes / CodecBytesPerMs);

    /// <summary>Times on one host: as measured, else in proportion to the multiply-adds of what was measured of the whole model, else a guess.</summary>
    private readonly record struct Pricing(Bundle Bundle, ProfileBook Book, PartitionSide Side, string WholeCut, double GuessedMacsPerMs)
    {
        public Time Of(string cut, long macs)
        {
            if (Book.Find(Bundle.Id, cut, Side) is { } known) return new Time(known.P50Ms, known.P90Ms);
            return Book.Find(Bundle.Id, WholeCut, Side) is { } whole && Bundle.Macs > 0
                ? Time.Guessed(whole.P50Ms * macs / Bundle.Macs)
                : Time.Guessed(macs / GuessedMacsPerMs);
        }
    }

    private readonly record struct Time(double P50, double P90)
    {
        public static Time None => default;

        public static Time Guessed(double ms) => new(ms, ms * GuessSpread);
    }
}
