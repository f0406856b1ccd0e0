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

    // Until one has been decoded: a JPEG on a small ARM core and on an x86 core.
    private const double DevicePictureBytesPerMs = 4e3;
    private const double EdgePictureBytesPerMs = 15e3;

    /// <summary>A guess is so much uncertain: its p90 is this many times its median.</summary>
    private const double GuessSpread = 1.5;

    /// <param name="pictureBytes">Of a typical picture on this device, for the candidate that sends it.</param>
    /// <returns>All on the device, raw picture to the edge, and every cut with each of its codecs.</returns>
    public static IReadOnlyList<SplitCandidate> Of(Bundle bundle, ProfileBook device, ProfileBook edge, double pictureBytes)
    {
        var head = new Pricing(bundle, device, PartitionSide.Head, CutNames.Output, DeviceMacsPerMs);
        var tail = new Pricing(bundle, edge, PartitionSide.Tail, CutNames.Input, EdgeMacsPerMs);
        var pictureHere = Picture(device, bundle, pictureBytes / DevicePictureBytesPerMs);
        var pictureThere = Picture(edge, bundle, pictureBytes / EdgePictureBytesPerMs);
        var candidates = new List<SplitCandidate>
        {
            Candidate(SplitPair.AllOnDevice(bundle), 0, 0, bundle.PeakBytes, new() { PictureOnDevice = pictureHere, Head = head.Of(CutNames.Output, bundle.Macs) }),
            Candidate(SplitPair.AllOnEdge(bundle), pictureBytes, 0, 0, new() { PictureOnEdge = pictureThere, Tail = tail.Of(CutNames.Input, bundle.Macs) }),
        };
        foreach (var cut in bundle.Cuts)
            foreach (var codec in cut.Codecs)
                candidates.Add(Candidate(
                    new SplitPair(bundle.Model, bundle.Id, cut.Id, codec.Id), codec.P90Bytes, codec.AccuracyLoss, cut.HeadPeakBytes, new()
                    {
                        PictureOnDevice = pictureHere,
                        Head = head.Of(cut.Id, cut.HeadMacs),
                        Encode = Coding(device, bundle, cut, codec, PartitionSide.Encode),
                        Decode = Coding(edge, bundle, cut, codec, PartitionSide.Decode),
                        Tail = tail.Of(cut.Id, cut.TailMacs),
                    }));
        return candidates;
    }

    private static SplitCandidate Candidate(
        SplitPair pair, double bytes, double accuracyLoss, long headMemory, Work work) => new()
    {
        Pair = pair,
        Bytes = bytes,
        AccuracyLoss = Math.Max(0, accuracyLoss),
        HeadMemoryBytes = headMemory,
        Cautious = work.At(time => time.P90),
        Typical = work.At(time => time.P50),
    };

    private static Time Picture(ProfileBook book, Bundle bundle, double guessMs) =>
        book.Find(bundle.Id, CutNames.Input, PartitionSide.Picture) is { } known ? new Time(known.P50Ms, known.P90Ms) : Time.Guessed(guessMs);

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

    /// <summary>What is left out takes no time.</summary>
    private readonly record struct Work(Time PictureOnDevice, Time Head, Time Encode, Time Decode, Time Tail, Time PictureOnEdge)
    {
        public SplitTimes At(Func<Time, double> quantile) => new(
            quantile(Head), quantile(Encode), quantile(Decode), quantile(Tail), quantile(PictureOnDevice), quantile(PictureOnEdge));
    }

    private readonly record struct Time(double P50, double P90)
    {
        public static Time Guessed(double ms) => new(ms, ms * GuessSpread);
    }
}
