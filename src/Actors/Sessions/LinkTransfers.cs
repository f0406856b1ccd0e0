using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// What one session learns of its link: probes, and tensors that are under way. Everything is timed by this edge's clock alone, from the frame
/// that asked for it, less the time that the device says it worked.
/// </summary>
internal sealed class LinkTransfers(DeviceId device, TimeProvider time)
{
    /// <summary>A probe waits so long for a moment in which it delays nobody.</summary>
    public static readonly TimeSpan MostWait = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, (int Bytes, long AskedAt)> _probes = [];
    private readonly Dictionary<string, (string? Probe, long Bytes, long AskedAt, double DeviceMs)> _coming = [];
    private (ProbeLink Probe, long Since)? _waiting;

    /// <summary>A newer probe replaces one that still waits.</summary>
    public void Ask(ProbeLink probe) => _waiting = (probe, time.GetTimestamp());

    /// <summary>The probe to be sent now, if any.</summary>
    /// <param name="quiet">Nothing crosses the link now or soon.</param>
    public ProbeLink? Due(bool quiet)
    {
        if (_waiting is not { } waiting || (!quiet && time.GetElapsedTime(waiting.Since) < MostWait))
            return null;
        _waiting = null;
        // A probe that another one follows is lost for all that is known: it must not count as late for ever.
        foreach (var older in _probes.Keys)
            _coming.Remove(older);
        _probes[waiting.Probe.Probe] = (waiting.Probe.Bytes, time.GetTimestamp());
        return waiting.Probe;
    }

    /// <summary>Null where nobody asked for it.</summary>
    public LinkMeasured? Echoed(string probe)
    {
        _coming.Remove(probe);
        return _probes.Remove(probe, out var asked) ? new(device, probe, asked.Bytes, Ms(asked.AskedAt, 0)) : null;
    }

    /// <summary>The header of a tensor has come, and not yet the rest.</summary>
    /// <param name="askedAt">Null for a probe.</param>
    public void Coming(TensorHeader header, long? askedAt)
    {
        if (askedAt is { } at)
            _coming[header.Step] = (null, header.Length, at, DeviceMs(header));
        else if (_probes.TryGetValue(header.Probe, out var probe))
            _coming[header.Probe] = (header.Probe, probe.Bytes, probe.AskedAt, 0);
    }

    /// <summary>The tensor of a step is here, or nobody waits for it any more.</summary>
    public LinkMeasured Arrived(TensorHeader header, long bytes, long askedAt)
    {
        Forget(header.Step);
        return new(device, null, bytes, Ms(askedAt, DeviceMs(header)));
    }

    public void Forget(string step) => _coming.Remove(step);

    /// <summary>How long the transfer under way that was sent first has taken so far, if any: the others wait for it.</summary>
    public LinkMeasured? Unfinished() => _coming.Values
        .Select(coming => new LinkMeasured(device, coming.Probe, coming.Bytes, Ms(coming.AskedAt, coming.DeviceMs), Unfinished: true))
        .MaxBy(measured => measured.ElapsedMs);

    private static double DeviceMs(TensorHeader header) => header.Hops.Sum(hop => hop.MeasuredMs);

    private double Ms(long since, double deviceMs) => Math.Max(0.01, time.GetElapsedTime(since).TotalMilliseconds - deviceMs);
}
