using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using HopNames = EdgeActors.Messages.HopNames;
using SplitPair = EdgeActors.Messages.SplitPair;

namespace EdgeActors.Actors.Coordinators;

/// <summary>
/// What a coordinator knows when it chooses: how fast device and edge ran the bundle, how long tails queued, how large pictures are, what
/// the link carries. Not thread-safe: the coordinator owns it.
/// </summary>
internal sealed class SplitEvidence
{
    /// <summary>Of a picture before one was seen: a JPEG of a small camera.</summary>
    private const double TypicalPictureBytes = 50_000;

    /// <summary>Weight of the newest step in the smoothed queueing time.</summary>
    private const double Smoothing = 0.2;

    /// <summary>Budgets are fractions, the chooser counts points of the metric.</summary>
    private const double Points = 100;

    /// <summary>Every step refines the times a little; pricing all candidates anew is worth it now and then.</summary>
    private static readonly TimeSpan PricesLast = TimeSpan.FromMilliseconds(500);

    private readonly Bundle _bundle;
    private readonly TimeProvider _time;
    private readonly ProfileBook _device;
    private readonly ProfileBook _edge;
    private double _queueMs;
    private double _pictureBytes = TypicalPictureBytes;
    private IReadOnlyList<SplitCandidate>? _candidates;
    private long _pricedAt;

    public SplitEvidence(Bundle bundle, IEnumerable<PartitionProfile> edge, TimeProvider time)
    {
        (_bundle, _time, _device, _edge) = (bundle, time, new(time), new(time));
        foreach (var profile in edge)
            _edge.Add(profile);
    }

    public LinkEstimate Link { get; set; } = LinkEstimate.Guess;

    public DevicePolicy? Policy { get; set; }

    /// <summary>Everything the bundle allows, priced; the edge's own part of a picture sent raw is always among it.</summary>
    public IReadOnlyList<SplitCandidate> Candidates
    {
        get
        {
            if (_candidates is null || _time.GetElapsedTime(_pricedAt) > PricesLast)
                (_candidates, _pricedAt) = (SplitCandidates.Of(_bundle, _device, _edge, _pictureBytes), _time.GetTimestamp());
            return _candidates;
        }
    }

    public SplitConditions Conditions(double accuracyLossBudget, double? pictureBytes = null) => new()
    {
        Link = Link,
        EdgeQueueMs = _queueMs,
        AccuracyLossBudget = accuracyLossBudget * Points,
        DeviceMemoryBytes = Policy?.MaxHeadMemoryBytes is > 0 and var most ? most : null,
        FeaturesOnly = Policy?.FeaturesOnly ?? false,
        PictureBytes = pictureBytes,
    };

    public void Learn(ValueArray<PartitionTimes> reported)
    {
        foreach (var times in reported)
            if (times.Bundle == _bundle.Id && times.ToProfile() is { } profile)
                _device.Add(profile);
        _candidates = null;
    }

    public void SawPicture(double bytes) => _pictureBytes = bytes;

    /// <summary>A real step took so long.</summary>
    public void Observe(SplitPair pair, HopCost hop)
    {
        switch (hop.Name)
        {
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
                _queueMs += Smoothing * (hop.MeasuredMs - _queueMs);
                break;
        }
    }
}
