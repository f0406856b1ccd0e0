using System.Collections.Concurrent;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// Requests before files: while a device has a step under way, what it downloads waits, and of its downloads one sends at a time. A queue of a
/// shaper or a radio holds back every frame behind the chunks in it, and the acknowledgements of features too. Safe to use from several threads.
/// </summary>
public sealed class LinkPriority(TimeProvider time)
{
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<DeviceId, DeviceSteps> _devices = new();

    /// <param name="picture">The digest of what the device must fetch for this step, which waits for nothing.</param>
    public void Begin(DeviceId device, string step, string? picture) => _devices.GetOrAdd(device, _ => new(time)).Begin(step, picture);

    public void End(DeviceId device, string step)
    {
        if (_devices.TryGetValue(device, out var steps))
            steps.End(step);
    }

    /// <summary>
    /// A download's turn to send a burst and to see it arrive: when no other has it, and the device has had no step under way for
    /// <paramref name="quiet"/> or <paramref name="most"/> has passed, since a file must get on under any load. Where one request follows the other, the
    /// moment between two is no quiet: what is sent then stands before the next one.
    /// </summary>
    /// <param name="sha256">What is downloaded.</param>
    /// <param name="quiet">Half a second at most: longer ones count as that.</param>
    /// <returns>Ends the turn.</returns>
    public async Task<DownloadTurn> TurnAsync(DeviceId device, string sha256, TimeSpan quiet, TimeSpan most, CancellationToken stop)
    {
        var steps = _devices.GetOrAdd(device, _ => new(time));
        if (steps.Needs(sha256))
            return DownloadTurn.Urgent;
        await steps.Sending.WaitAsync(stop);
        try
        {
            using var limited = new CancellationTokenSource(most, time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, stop);
            await QuietAsync(steps, quiet < LongestQuiet ? quiet : LongestQuiet, ending.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Its turn, all the same.
        }
        catch
        {
            steps.Sending.Release();
            throw;
        }
        return new DownloadTurn(steps.Sending);
    }

    private async Task QuietAsync(DeviceSteps steps, TimeSpan quiet, CancellationToken stop)
    {
        while (true)
        {
            await steps.Quiet.WaitAsync(stop);
            if (steps.QuietFor is not { } lasted)
                continue; // a step has begun meanwhile
            if (lasted >= quiet)
                return;
            await Task.Delay(quiet - lasted, time, stop);
        }
    }

    private sealed class DeviceSteps
    {
        private readonly TimeProvider _time;
        private readonly Dictionary<string, string?> _steps = [];
        private TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long? _quietSince;

        public DeviceSteps(TimeProvider time)
        {
            _time = time;
            _quiet.SetResult();
        }

        /// <summary>Held by the download that sends.</summary>
        public SemaphoreSlim Sending { get; } = new(1);

        /// <summary>Ends when no step is under way.</summary>
        public Task Quiet
        {
            get
            {
                lock (_steps)
                    return _quiet.Task;
            }
        }

        /// <summary>Since the last step ended, the longest there is where none ever began; null while one is under way.</summary>
        public TimeSpan? QuietFor
        {
            get
            {
                lock (_steps)
                    return _steps.Count > 0 ? null : _quietSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.MaxValue;
            }
        }

        public void Begin(string step, string? picture)
        {
            lock (_steps)
            {
                if (_quiet.Task.IsCompleted)
                    _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _steps[step] = picture;
            }
        }

        public void End(string step)
        {
            lock (_steps)
                if (_steps.Remove(step) && _steps.Count == 0)
                {
                    _quietSince = _time.GetTimestamp();
                    _quiet.TrySetResult();
                }
        }

        /// <summary>A step waits for this file.</summary>
        public bool Needs(string sha256)
        {
            lock (_steps)
                return _steps.ContainsValue(sha256);
        }
    }
}
