namespace EdgeActors.Inference.Splits;

/// <summary>
/// Learns a link from the transfers that happen anyway, and from probes where those say too little. The round trip comes from small
/// transfers, by a low quantile (the minimum filter of BBR, Cardwell et al. 2016, softened: it holds the fixed work of both ends too);
/// goodput and a shaper's burst from the larger ones (<see cref="LinkFit"/>). Not thread-safe: an actor owns it.
/// </summary>
public sealed class LinkEstimator(TimeProvider time, LinkEstimatorOptions? options = null)
{
    // Below this share of its time spent on bytes, a transfer says more about the round trip than about goodput.
    private const double InformativeShare = 0.25;

    // What a transfer's time is uncertain by whatever its size: timers, scheduling.
    private const double JitterMs = 0.5;

    // Fewer say little of a round trip on a busy machine.
    private const int EnoughSmall = 6;

    // A link so fast that sizes do not matter never tells its burst from its goodput; after so many tries it is left at that.
    private const int MostOtherSizes = 4;

    // Free bytes are known to about this share; what a transfer's time owes to them is no step of the link.
    private const double FreeDoubt = 0.15;

    // Of a small transfer, however slow the link is believed to be.
    private const double LeastRttShare = 0.25;

    // Of a transfer's time, however much of it the one before seems to have taken.
    private const double LeastOwnShare = 0.25;

    // Of the fastest transfer, before any small one has shown the round trip.
    private const double RttShareUnseen = 0.5;

    private readonly LinkEstimatorOptions _options = options ?? LinkEstimatorOptions.Default;
    private readonly List<Transfer> _small = [];
    private readonly List<Transfer> _large = [];
    private LinkFit _fit = LinkFit.Guess;
    private double _lowGoodput = LinkEstimate.Guess.GoodputP10;
    private int _stepVotes;
    private long? _newestAt;
    private long? _smallAt;
    private long? _informativeAt;
    private double _lastEndMs = double.NegativeInfinity;
    private double _lastBytes;
    private double _held;
    private bool _down;
    private bool _unfinished;
    private bool _settling;
    private bool _sizesTellApart;
    private bool _freeIsKnown;
    private int _otherSizes;

    /// <summary>Steps seen so far, for a metric.</summary>
    public int Steps { get; private set; }

    public LinkEstimate Current
    {
        get
        {
            var age = _newestAt is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero;
            var samples = _small.Count + _large.Count;
            return _down
                ? LinkEstimate.Down with { Age = age, Samples = samples }
                : new LinkEstimate(_fit.Goodput, _lowGoodput, _fit.RttMs, samples, age, _newestAt is null || age > _options.Expiry)
                {
                    Settling = _settling || _stepVotes < 0,
                    Unfinished = _unfinished,
                    FreeBytes = _fit.FreeBytes,
                };
        }
    }

    /// <summary>A transfer that was acknowledged.</summary>
    /// <param name="bytes">Payload.</param>
    /// <param name="elapsed">From the first byte handed over to the acknowledgement received, without any work at the other end.</param>
    public void Observe(long bytes, TimeSpan elapsed)
    {
        if (bytes < 0 || elapsed <= TimeSpan.Zero) return;
        _down = false;
        _newestAt = time.GetTimestamp();
        var transfer = new Transfer(bytes, elapsed.TotalMilliseconds);
        if (bytes <= _options.SmallBytes)
        {
            // On a slow link even these few bytes take their time, and that is not the round trip's.
            Remember(_small, transfer with { Ms = Math.Max(LeastRttShare * transfer.Ms, transfer.Ms - _fit.ByteMs(bytes)) });
            _smallAt = _newestAt;
            Refit();
            return;
        }
        transfer = Alone(transfer);
        var whole = transfer with { Bytes = ChargedAs(transfer) };
        (_held, _lastBytes, _lastEndMs) = (_fit.Held(_held, _lastBytes, transfer.RestMs), bytes, NowMs);
        if (transfer.Ms < LeastOwnShare * elapsed.TotalMilliseconds) return; // it has waited, and says no more than that
        // What a transfer under way told was only a bound; any finished one tells more.
        if (_unfinished) _large.Clear();
        _unfinished = false;
        Vote(whole);
        Remember(_large, transfer with { Tells = IsInformative(whole) });
        Refit();
        if (!IsInformative(whole) && bytes < _options.LargestProbe) return;
        _informativeAt = _newestAt;
        _settling = false;
    }

    /// <summary>
    /// A transfer that is still under way and already later than predicted: at least so slow. Without this a step down would be noticed
    /// only when the first transfer after it, ten times too large by then, ends.
    /// </summary>
    /// <returns>Whether it changed what is believed.</returns>
    public bool ObserveUnfinished(long bytes, TimeSpan elapsed)
    {
        var transfer = Alone(new(Math.Max(bytes, _options.SmallBytes + 1), elapsed.TotalMilliseconds));
        if (transfer.Ms < _options.StepRatio * _fit.Ms(ChargedAs(transfer)) + _options.UnfinishedMs) return false;
        if (!_unfinished) Steps++;
        _large.Clear();
        _stepVotes = 0;
        _large.Add(transfer);
        _newestAt = _informativeAt = time.GetTimestamp();
        (_unfinished, _settling) = (true, false);
        Forget(transfer.Bytes);
        Refit();
        return true;
    }

    /// <summary>The connection is gone; the next transfer brings it back, and what was known of it is forgotten.</summary>
    public void LinkLost()
    {
        _small.Clear();
        _large.Clear();
        (_down, _unfinished, _settling, _sizesTellApart, _freeIsKnown) = (true, false, false, false, false);
        (_stepVotes, _otherSizes, _informativeAt, _smallAt) = (0, 0, null, null);
        (_held, _lastBytes, _lastEndMs) = (0, 0, double.NegativeInfinity);
        (_fit, _lowGoodput) = (LinkFit.Guess, LinkEstimate.Guess.GoodputP10);
    }

    /// <summary>
    /// How many bytes a probe should carry now, or null while real traffic says enough. Small transfers and requests that run entirely on
    /// the device say nothing about goodput, transfers of one size cannot tell it from a burst, and a link that is never tried never comes back.
    /// </summary>
    /// <param name="idle">No request has used the device for a while.</param>
    /// <param name="resting">The last probe held the link up for so long that only a round trip may be asked for, whatever is in doubt.</param>
    /// <remarks>Whoever asks sends what is due, and asks again when it has arrived.</remarks>
    public int? DueProbe(bool idle = false, bool resting = false)
    {
        if (_small.Count < EnoughSmall || !Within(_smallAt, idle ? _options.ProbeIdleEvery : _options.SmallEvery)) return _options.SmallProbe;
        if (resting) return null;
        if (_settling || _stepVotes != 0) return ProbeSizes.Larger(_fit, _options, _large);
        if (!_sizesTellApart && !_freeIsKnown && _large.Count > 0 && _otherSizes++ < MostOtherSizes) return ProbeSizes.Other(_fit, _options, _large);
        var probe = ProbeSizes.Regular(_fit, _options, _freeIsKnown, _fit.Held(_held, _lastBytes, NowMs - _lastEndMs + _fit.RttMs));
        var every = (idle ? _options.ProbeIdleEvery : _options.ProbeEvery).TotalMilliseconds;
        // A link that a transfer under way has shown to be almost dead may be alive again.
        var rest = Math.Max(every, Math.Min(_options.ProbeRest * 1000 * probe / _fit.Goodput, _options.LongestRest.TotalMilliseconds));
        return Within(_informativeAt, TimeSpan.FromMilliseconds(rest)) ? null : probe;
    }

    /// <summary>A transfer without the wait for the one before it, and for how long the link had rested.</summary>
    private Transfer Alone(Transfer transfer)
    {
        var restMs = NowMs - transfer.Ms - (_lastEndMs - _fit.RttMs);
        return transfer with { Ms = transfer.Ms - Math.Max(0, -restMs), RestMs = Math.Max(0, restMs) };
    }

    /// <summary>What its bucket lacked when a transfer began counts as bytes of its own. Else each probe would pass for a change of the link, and so would the request behind it.</summary>
    private double ChargedAs(Transfer transfer) => transfer.Bytes + _fit.FreeBytes - _fit.Held(_held, _lastBytes, transfer.RestMs);

    private double NowMs => time.GetTimestamp() * 1000.0 / time.TimestampFrequency;

    private bool Within(long? since, TimeSpan span) => since is { } at && time.GetElapsedTime(at) < span;

    private void Remember(List<Transfer> transfers, Transfer transfer)
    {
        transfers.Add(transfer);
        if (transfers.Count > _options.Window) transfers.RemoveAt(0);
    }

    private void Vote(Transfer transfer)
    {
        if (_large.Count == 0) return;
        var predicted = _fit.Ms(transfer.Bytes);
        var ratio = (transfer.Ms + JitterMs) / (predicted + JitterMs);
        var doubt = Math.Max(_options.StepMs, FreeDoubt * (_fit.ByteMs(transfer.Bytes + _fit.FreeBytes) - _fit.ByteMs(transfer.Bytes)));
        var vote = Math.Abs(transfer.Ms - predicted) < doubt ? 0 : ratio >= _options.StepRatio ? 1 : ratio <= 1 / _options.StepRatio ? -1 : 0;
        // A transfer of few bytes takes the same time on a fast link and a faster one: it has no vote.
        if (vote == 0 && _fit.ByteMs(transfer.Bytes) < InformativeShare * predicted) return;
        _stepVotes = vote == 0 || Math.Sign(_stepVotes) == -vote ? vote : _stepVotes + vote;
        if (Math.Abs(_stepVotes) < _options.StepVotes) return;

        // The transfers that voted before this one are already of the new link.
        _large.RemoveRange(0, Math.Max(0, _large.Count - (_options.StepVotes - 1)));
        _stepVotes = 0;
        Steps++;
        _settling = true;
        if (vote > 0) Forget(transfer.Bytes);
    }

    private void Forget(double slowBytes)
    {
        _fit = _fit.Stepped(slowBytes);
        (_freeIsKnown, _otherSizes) = (false, 0);
    }

    private bool IsInformative(Transfer transfer) => _fit.ByteMs(transfer.Bytes) >= InformativeShare * transfer.Ms;

    private void Refit()
    {
        var weights = Recency(_large, _options.HalfLife);
        // Twice: the first fit after a step is weighted by expectations of before it.
        for (var i = 0; i < 2; i++) (_fit, _sizesTellApart) = LinkFit.Of(_large, weights, RoundTrip(), JitterMs, _fit);
        _freeIsKnown |= _sizesTellApart;
        _lowGoodput = LowQuantile();
    }

    private double RoundTrip() => _small.Count == 0
        ? _large.Count == 0 ? _fit.RttMs : Math.Min(LinkEstimate.Guess.RttMs, RttShareUnseen * _large.Min(t => t.Ms))
        : Quantile(_small.Select(t => t.Ms), Recency(_small, _options.HalfLife), _options.RttQuantile);

    /// <summary>What nine of ten transfers reached, once the round trip is taken off; never above the fit.</summary>
    private double LowQuantile()
    {
        var weights = Recency(_large, _options.QuantileHalfLife);
        var charged = _fit.Charged(_large);
        var told = Enumerable.Range(0, _large.Count).Where(i => 1000 * charged[i] / _fit.Goodput >= InformativeShare * _large[i].Ms).ToList();
        return told.Count == 0 ? _fit.Goodput : Math.Min(_fit.Goodput, Quantile(
            told.Select(i => 1000 * charged[i] / Math.Max(_large[i].Ms - _fit.RttMs, JitterMs)), [.. told.Select(i => weights[i])], 0.1));
    }

    /// <summary>A transfer counts less for each later one that tells something: a hundred small ones that pass for nothing take nothing from what is known.</summary>
    private static double[] Recency(IReadOnlyList<Transfer> transfers, double halfLife)
    {
        var (weights, later) = (new double[transfers.Count], 0);
        for (var i = weights.Length - 1; i >= 0; i--)
        {
            weights[i] = Math.Pow(0.5, later / halfLife);
            if (transfers[i].Tells) later++;
        }
        return weights;
    }

    /// <summary>The least value that, with all below it, has a weight of at least <paramref name="q"/> of the whole.</summary>
    private static double Quantile(IEnumerable<double> values, double[] weights, double q)
    {
        var (left, last) = (q * weights.Sum(), 0.0);
        foreach (var (value, weight) in values.Zip(weights).OrderBy(pair => pair.First))
        {
            last = value;
            left -= weight;
            if (left <= 0) break;
        }
        return last;
    }

    /// <param name="RestMs">The link had carried nothing for so long when it began.</param>
    /// <param name="Tells">It took long enough for its bytes to say something about goodput; small ones all tell of the round trip.</param>
    internal readonly record struct Transfer(double Bytes, double Ms, double RestMs = double.PositiveInfinity, bool Tells = true);
}
