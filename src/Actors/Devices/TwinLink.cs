using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Devices;

/// <summary>What a twin believes of its device's link, and what it asks to know more. One probe at a time. Not thread-safe: the twin owns it.</summary>
internal sealed class TwinLink(DeviceId device, TimeProvider time)
{
    /// <summary>No probe follows another within so many times what that one took, whatever is in doubt.</summary>
    private const double RestShare = 2;

    /// <summary>A probe that has not come back in this time is lost, or the device is too old to answer it.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(10);

    /// <summary>So long after its last step a device is idle, and probed seldom.</summary>
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(5);

    private LinkEstimator _estimator = new(time);
    private (string Id, long SentAt)? _probe;
    private long? _busyAt;
    private int _probes;

    /// <summary>A probe of a slow link stands in the way of the next request, whose lateness would ask for another.</summary>
    private (long Since, TimeSpan For) _rest;

    public LinkEstimate Current => _estimator.Current;

    public LinkView? View => Current is { Samples: > 0 } link ? new(link.GoodputP10, link.RttMs, link.Samples, time.GetUtcNow() - link.Age) : null;

    /// <summary>A new stream may take another way.</summary>
    public void Reset()
    {
        _estimator = new(time);
        _probe = null;
        _rest = default;
    }

    public void Lost()
    {
        _estimator.LinkLost();
        _probe = null;
        _rest = default;
    }

    private bool Resting => time.GetElapsedTime(_rest.Since) < _rest.For;

    public void Used() => _busyAt = time.GetTimestamp();

    /// <returns>Whether it changed what is believed.</returns>
    public bool Observe(LinkMeasured measured)
    {
        var elapsed = TimeSpan.FromMilliseconds(measured.ElapsedMs);
        if (measured.Unfinished)
            return _estimator.ObserveUnfinished(measured.Bytes, elapsed);
        if (measured.Probe is { } probe && probe == _probe?.Id)
        {
            _probe = null;
            // By what it took and not by what it was believed to take: on a link that has become fast the next may follow at once.
            if (measured.Bytes > LinkEstimatorOptions.Default.SmallBytes)
                _rest = (time.GetTimestamp(), RestShare * elapsed);
        }
        _estimator.Observe(measured.Bytes, elapsed);
        return true;
    }

    /// <summary>The probe that is to be sent now, if any.</summary>
    public ProbeLink? Due()
    {
        if (_probe is { } sent && time.GetElapsedTime(sent.SentAt) < ProbePatience)
            return null;
        if (_estimator.DueProbe(idle: _busyAt is not { } busy || time.GetElapsedTime(busy) > BusyFor, Resting) is not { } bytes)
            return null;
        _probe = ($"p{++_probes}", time.GetTimestamp());
        return new(device, _probe.Value.Id, bytes);
    }
}
