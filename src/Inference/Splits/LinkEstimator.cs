namespace EdgeActors.Inference.Splits;

/// <summary>
/// Learns a link from the transfers that happen anyway: <c>elapsed = RTT + bytes / goodput</c>, fitted by weighted least squares over
/// recent transfers of different sizes (the two-size idea of DADS, INFOCOM 2019, section V), so that the slope is goodput and the
/// intercept is everything that does not depend on size. Not thread-safe: an actor owns it.
/// </summary>
public sealed class LinkEstimator(TimeProvider time, LinkEstimatorOptions? options = null)
{
    // Below this share of its time spent on bytes, a transfer says more about the round trip than about goodput.
    private const double InformativeShare = 0.25;

    // Each probe after a step carries so many times more than the last, until one says something about goodput.
    private const int SettlingGrowth = 8;

    // What a transfer's time is uncertain by whatever its size: timers, scheduling.
    private const double JitterMs = 0.5;

    private readonly LinkEstimatorOptions _options = options ?? LinkEstimatorOptions.Default;
    private readonly List<Transfer> _transfers = [];
    private LinkFit _fit = LinkFit.Guess;
    private double _lowGoodput = LinkEstimate.Guess.GoodputP10;
    private int _stepVotes;
    private long? _newestAt;
    private long? _informativeAt;
    private bool _down;
    private bool _unfinished;
    private bool _settling;

    /// <summary>Steps seen so far, for a metric.</summary>
    public int Steps { get; private set; }

    public LinkEstimate Current
    {
        get
        {
            var age = _newestAt is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero;
            return _down
                ? LinkEstimate.Down with { Age = age, Samples = _transfers.Count }
                : new LinkEstimate(_fit.Goodput, _lowGoodput, _fit.RttMs, _transfers.Count, age, _newestAt is null || age > _options.Expiry)
                {
                    Settling = _settling,
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
        ForgetUnfinished();
        var transfer = new Transfer(bytes, elapsed.TotalMilliseconds);
        Vote(transfer);
        _transfers.Add(transfer);
        if (_transfers.Count > _options.Window) _transfers.RemoveAt(0);
        Refit();

        _newestAt = time.GetTimestamp();
        if (!IsInformative(transfer) && bytes < _options.LargestProbe) return;
        _informativeAt = _newestAt;
        _settling = false;
    }

    /// <summary>
    /// A transfer that is still under way and already later than predicted: at least so slow. Without this a step down would be noticed
    /// only when the first transfer after it, ten times too large by then, ends.
    /// </summary>
    public void ObserveUnfinished(long bytes, TimeSpan elapsed)
    {
        if (elapsed.TotalMilliseconds < _options.StepRatio * (_fit.RttMs + _fit.ByteMs(bytes))) return;
        if (!_unfinished) Steps++;
        _transfers.Clear();
        _stepVotes = 0;
        Observe(bytes, elapsed);
        _unfinished = true;
    }

    /// <summary>What a transfer under way told was only a bound; any finished one tells more.</summary>
    private void ForgetUnfinished()
    {
        if (_unfinished) _transfers.Clear();
        _unfinished = false;
    }

    /// <summary>The connection is gone; the next transfer brings it back, and what was known of it is forgotten.</summary>
    public void LinkLost()
    {
        _down = true;
        _transfers.Clear();
        _stepVotes = 0;
        _informativeAt = null;
        _settling = false;
        _fit = LinkFit.Guess;
        _lowGoodput = LinkEstimate.Guess.GoodputP10;
    }

    /// <summary>
    /// How many bytes a probe should carry now, or null while real traffic says enough. Small transfers and requests that run entirely on
    /// the device say nothing about goodput, and a link that is never tried never comes back.
    /// </summary>
    public int? DueProbe()
    {
        // Faster than the last transfers could show: ask with more at once, rather than by a choice for each size.
        if (_settling) return (int)Math.Clamp(_transfers.Max(t => t.Bytes) * SettlingGrowth, _options.SmallestProbe, _options.LargestProbe);
        var rest = TimeSpan.FromMilliseconds(Math.Max(_options.ProbeEvery.TotalMilliseconds, _options.ProbeRest * _fit.ByteMs(_options.SmallestProbe)));
        if (_informativeAt is { } at && time.GetElapsedTime(at) < rest) return null;
        return (int)Math.Clamp(_fit.Goodput * Math.Max(_options.ProbeTime.TotalSeconds, _fit.RttMs / 1000), _options.SmallestProbe, _options.LargestProbe);
    }

    private void Vote(Transfer transfer)
    {
        if (_transfers.Count == 0) return;
        var predicted = _fit.RttMs + _fit.ByteMs(transfer.Bytes);
        var ratio = (transfer.Ms + JitterMs) / (predicted + JitterMs);
        var vote = Math.Abs(transfer.Ms - predicted) < _options.StepMs ? 0 : ratio >= _options.StepRatio ? 1 : ratio <= 1 / _options.StepRatio ? -1 : 0;
        // A transfer of few bytes takes the same time on a fast link and a faster one: it has no vote.
        if (vote == 0 && _fit.ByteMs(transfer.Bytes) < InformativeShare * predicted) return;
        _stepVotes = vote == 0 || Math.Sign(_stepVotes) == -vote ? vote : _stepVotes + vote;
        if (Math.Abs(_stepVotes) < _options.StepVotes) return;

        // The transfers that voted before this one are already of the new link.
        var keep = Math.Min(_transfers.Count, _options.StepVotes - 1);
        _transfers.RemoveRange(0, _transfers.Count - keep);
        _stepVotes = 0;
        Steps++;
        _settling = true;
    }

    private bool IsInformative(Transfer transfer) => _fit.ByteMs(transfer.Bytes) >= InformativeShare * transfer.Ms;

    private void Refit()
    {
        var weights = new double[_transfers.Count];
        for (var i = 0; i < weights.Length; i++) weights[i] = Math.Pow(0.5, (weights.Length - 1 - i) / _options.HalfLife);
        // Twice: the first fit after a step is weighted by expectations of before it.
        for (var i = 0; i < 2; i++) _fit = LinkFit.Of(_transfers, weights, JitterMs, _fit);
        _lowGoodput = LowQuantile(weights);
    }

    /// <summary>Weighted 10 % quantile of what single transfers reached, once the round trip is taken off; never above the fit.</summary>
    private double LowQuantile(double[] weights)
    {
        var reached = _transfers
            .Select((t, i) => (Goodput: t.Bytes * 1000.0 / Math.Max(t.Ms - _fit.RttMs, JitterMs), Weight: weights[i], t))
            .Where(t => IsInformative(t.t))
            .OrderBy(t => t.Goodput)
            .ToList();
        var total = reached.Sum(t => t.Weight);
        var seen = 0.0;
        foreach (var (goodput, weight, _) in reached)
        {
            seen += weight;
            if (seen >= 0.1 * total) return Math.Min(goodput, _fit.Goodput);
        }
        return _fit.Goodput;
    }

    internal readonly record struct Transfer(double Bytes, double Ms);
}
