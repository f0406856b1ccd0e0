using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using HopNames = EdgeActors.Messages.HopNames;
using SplitPair = EdgeActors.Messages.SplitPair;

namespace EdgeActors.Actors.Coordinators;

/// <summary>
/// What a coordinator knows when it chooses: how fast device and edge ran the bundle, how long steps waited, how large pictures are, what
/// the link carries. Not thread-safe: the coordinator owns it.
/// </summary>
internal sealed class SplitEvidence
{
    /// <summary>Of a picture before one was seen: a JPEG of a small camera.</summary>
    private const double TypicalPictureBytes = 50_000;

    /// <summary>Budgets are fractions, the chooser counts points of the metric.</summary>
    private const double Points = 100;

    /// <summary>Every step refines the times a little; pricing all candidates anew is worth it now and then.</summary>
    private static readonly TimeSpan PricesLast = TimeSpan.FromMilliseconds(500);

    private readonly Bundle _bundle;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyList<PartitionProfile>> _edgeProfiles;
    private readonly ProfileBook _device;
    private readonly ProfileBook _edge;
    private readonly RecentMedian _deviceQueue = new();
    private readonly RecentMedian _edgeQueue = new();
    private readonly RecentMedian _between = new();
    private double _pictureBytes = TypicalPictureBytes;
    private IReadOnlyList<PartitionProfile>? _edgeKnown;
    private IReadOnlyList<SplitCandidate>? _candidates;
    private long _pricedAt;
    private bool _stale;

    /// <param name="edge">How fast this edge runs the bundle; another list once it has been measured.</param>
    public SplitEvidence(Bundle bundle, Func<IReadOnlyList<PartitionProfile>> edge, TimeProvider time) =>
        (_bundle, _edgeProfiles, _time, _device, _edge) = (bundle, edge, time, new(time), new(time));

    public LinkEstimate Link { get; set; } = LinkEstimate.Guess;

    public DevicePolicy? Policy { get; set; }

    /// <summary>Everything the bundle allows, priced; the same list for as long as nothing new is known.</summary>
    public IReadOnlyList<SplitCandidate> Candidates
    {
        get
        {
            if (_edgeProfiles() is var profiles && profiles != _edgeKnown)
                LearnOfEdge(profiles);
            if (_candidates is null || (_stale && _time.GetElapsedTime(_pricedAt) > PricesLast))
                (_candidates, _pricedAt, _stale) = (SplitCandidates.Of(_bundle, _device, _edge, _pictureBytes), _time.GetTimestamp(), false);
            return _candidates;
        }
    }

    private void LearnOfEdge(IReadOnlyList<PartitionProfile> profiles)
    {
        (_edgeKnown, _candidates) = (profiles, null);
        foreach (var profile in profiles)
            _edge.Add(profile);
    }

    public SplitConditions Conditions(double accuracyLossBudget, double? pictureBytes = null) => new()
    {
        Link = Link,
        DeviceQueueMs = _deviceQueue.Value,
        EdgeQueueMs = _edgeQueue.Value,
        BetweenMs = _between.Value,
        AccuracyLossBudget = accuracyLossBudget * Points,
        DeviceMemoryBytes = Policy?.MaxHeadMemoryBytes is > 0 and var most ? most : null,
        FeaturesOnly = Policy?.FeaturesOnly ?? false,
        PictureBytes = pictureBytes ?? _pictureBytes,
    };

    /// <summary>The picture is at the edge, and no device has a part in it.</summary>
    public SplitChoice OnEdgeAlone()
    {
        var choice = new SplitChooser([Candidates.First(candidate => candidate.SendsPicture)]).Best(Conditions(1) with { Link = LinkEstimate.Guess, FeaturesOnly = false });
        return choice with { Hops = [.. choice.Hops.Where(hop => hop.Name is not (HopNames.Uplink or HopNames.DeviceQueue))] };
    }

    public void Learn(ValueArray<PartitionTimes> reported)
    {
        foreach (var times in reported)
            if (times.Bundle == _bundle.Id && times.ToProfile() is { } profile)
                _device.Add(profile);
        _candidates = null;
    }

    public void SawPicture(double bytes) => _pictureBytes = bytes;

    /// <summary>Nobody had asked anything for so long when a step came; 0 where others were still running.</summary>
    public void SawPause(double ms) => _between.Add(ms);

    /// <summary>A real step took so long.</summary>
    public void Observe(SplitPair pair, ValueArray<HopCost> hops)
    {
        foreach (var hop in hops)
            Observe(pair, hop);
        _stale = true;
    }

    private void Observe(SplitPair pair, HopCost hop)
    {
        switch (hop.Name)
        {
            case HopNames.DeviceQueue:
                _deviceQueue.Add(hop.MeasuredMs);
                break;
            case HopNames.DecodePicture:
                (pair.Cut == SplitPair.RawInput ? _edge : _device).Observe(pair.Bundle, CutNames.Input, PartitionSide.Picture, "", hop.MeasuredMs);
                break;
            case HopNames.Head:
                _device.Observe(pair.Bundle, pair.Cut, PartitionSide.Head, "", hop.MeasuredMs);
                break;
            case HopNames.Encode:
                _device.Observe(pair.Bundle, pair.Cut, PartitionSide.Encode, pair.Codec, hop.MeasuredMs);
                break;
            case HopNames.Decode:
                _edge.Observe(pair.Bundle, pair.Cut, PartitionSide.Decode, pair.Codec, hop.MeasuredMs);
                break;
            case HopNames.Tail:
                _edge.Observe(pair.Bundle, pair.Cut, PartitionSide.Tail, "", hop.MeasuredMs);
                break;
            case HopNames.Queue:
                _edgeQueue.Add(hop.MeasuredMs);
                break;
        }
    }
}
