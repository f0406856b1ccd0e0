namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>The estimator and the chooser of the real system, in the order in which they act there.</summary>
internal sealed class AdaptivePolicy : SimulatedPolicy
{
    /// <summary>As the twin rests: no large probe follows another within so many times what that one took.</summary>
    private const double RestShare = 2;

    private readonly SimulatedTime _time = new();
    private readonly LinkEstimator _link;
    private readonly SplitChooser _chooser;
    private readonly SimulationSettings _settings;
    private readonly int _smallBytes;
    private SplitChoice? _present;
    private (int Bytes, double SentMs, double ArrivesMs)? _probe;
    private double _restsUntilMs;
    private double _endedMs;

    public AdaptivePolicy(IReadOnlyList<SplitCandidate> candidates, SimulationSettings settings, SplitChooserOptions? chooserOptions, LinkEstimatorOptions? linkOptions) =>
        (_settings, _link, _chooser, _smallBytes) =
            (settings, new(_time, linkOptions), new(candidates, chooserOptions), (linkOptions ?? LinkEstimatorOptions.Default).SmallBytes);

    public override (SplitCandidate Candidate, double PredictedMs) Choose(double nowMs, SimulatedLink link)
    {
        TakeProbe(nowMs);
        _time.Ms = nowMs;
        _present = _chooser.Choose(_settings.Conditions with { Link = _link.Current, BetweenMs = nowMs - _endedMs }, _present);
        return (_present.Candidate, _present.TypicalMs);
    }

    public override void Arrived(double bytes, double sentMs, double arrivedMs)
    {
        for (var ms = sentMs + _settings.LookEveryMs; ms < arrivedMs; ms += _settings.LookEveryMs)
        {
            TakeProbe(ms);
            _time.Ms = ms;
            // What was sent first is looked at: the rest waits for it.
            var (under, since) = _probe is { } probe ? (probe.Bytes, probe.SentMs) : (bytes, sentMs);
            _link.ObserveUnfinished((long)under, TimeSpan.FromMilliseconds(ms - since));
        }
        TakeProbe(arrivedMs);
        _time.Ms = arrivedMs;
        _link.Observe((long)bytes, TimeSpan.FromMilliseconds(arrivedMs - sentMs));
    }

    public override void Ended(double nowMs) => _endedMs = nowMs;

    public override void LinkIsQuiet(SimulatedLink link, double fromMs, double toMs)
    {
        for (var now = fromMs; now <= toMs && _probe is null;)
        {
            _time.Ms = now;
            if (_link.DueProbe(resting: now < _restsUntilMs) is not { } bytes) return;
            now = link.Send(now, bytes) + _settings.RttMs;
            _probe = (bytes, _time.Ms, now);
            if (now <= toMs) TakeProbe(now);
        }
    }

    private void TakeProbe(double nowMs)
    {
        if (_probe is not { } probe || probe.ArrivesMs > nowMs) return;
        _probe = null;
        _time.Ms = probe.ArrivesMs;
        var tookMs = probe.ArrivesMs - probe.SentMs;
        if (probe.Bytes > _smallBytes) _restsUntilMs = probe.ArrivesMs + RestShare * tookMs;
        _link.Observe(probe.Bytes, TimeSpan.FromMilliseconds(tookMs));
    }
}
