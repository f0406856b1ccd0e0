using EdgeActors.Messages;
using static EdgeActors.Messages.Devices.DeviceCommands;

namespace EdgeActors.Actors.Coordinators;

/// <summary>The steps of one coordinator: those that run, those that the edge runs alone and why, those that wait for a head.</summary>
internal sealed class CoordinatedSteps(TimeProvider time)
{
    private readonly Dictionary<StepKey, RunStep> _running = [];
    private readonly Dictionary<StepKey, string?> _alone = [];
    private readonly Dictionary<StepKey, long> _waiting = [];

    private long? _endedAt;

    public bool None => _running.Count == 0;

    /// <summary>Since the last one ended; 0 while any runs, null before the first.</summary>
    public double? IdleMs => !None ? 0 : _endedAt is { } at ? time.GetElapsedTime(at).TotalMilliseconds : null;

    public void Add(RunStep step) => _running[step.Step] = step;

    public RunStep? Find(StepKey step) => _running.GetValueOrDefault(step);

    /// <returns>Whether it was there.</returns>
    public bool Remove(StepKey step)
    {
        _waiting.Remove(step);
        _alone.Remove(step);
        _endedAt = time.GetTimestamp();
        return _running.Remove(step);
    }

    /// <param name="reason">Why not with the device; null where no device was asked for.</param>
    public void RunsAlone(StepKey step, string? reason) => _alone[step] = reason;

    public bool IsAlone(StepKey step) => _alone.ContainsKey(step);

    public string? WhyAlone(StepKey step) => _alone.GetValueOrDefault(step);

    public void Waits(StepKey step) => _waiting.TryAdd(step, time.GetTimestamp());

    /// <summary>A step that waits no longer; null where it did not.</summary>
    public RunStep? StopWaiting(StepKey step) => _waiting.Remove(step) ? Find(step) : null;

    /// <summary>All that wait, each with the time that is left to it; they wait no longer.</summary>
    public IReadOnlyList<RunStep> StopWaiting()
    {
        RunStep[] waited = [.. from waiting in _waiting
                               let step = Find(waiting.Key)
                               where step is not null
                               select step with { Remaining = step.Remaining - time.GetElapsedTime(waiting.Value) }];
        _waiting.Clear();
        foreach (var step in waited)
            _running[step.Step] = step;
        return waited;
    }
}
