using System.Collections.Concurrent;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// Requests before files: while a device has a step under way, what it downloads waits, and of its downloads one sends at a time. A queue of a
/// shaper or a radio holds back every frame behind the chunks in it, and the acknowledgements of features too. Safe to use from several threads.
/// </summary>
public sealed class LinkPriority(TimeProvider time)
{
    private readonly ConcurrentDictionary<DeviceId, DeviceSteps> _devices = new();

    /// <param name="picture">The digest of what the device must fetch for this step, which waits for nothing.</param>
    public void Begin(DeviceId device, string step, string? picture) => _devices.GetOrAdd(device, _ => new()).Begin(step, picture);

    public void End(DeviceId device, string step)
    {
        if (_devices.TryGetValue(device, out var steps))
            steps.End(step);
    }

    /// <summary>
    /// A download's turn to send a burst and to see it arrive: when no other has it, and the device has no step under way or
    /// <paramref name="most"/> has passed, since a file must get on under any load.
    /// </summary>
    /// <param name="sha256">What is downloaded.</param>
    /// <returns>Ends the turn.</returns>
    public async Task<DownloadTurn> TurnAsync(DeviceId device, string sha256, TimeSpan most, CancellationToken stop)
    {
        var steps = _devices.GetOrAdd(device, _ => new());
        if (steps.Needs(sha256))
            return DownloadTurn.Urgent;
        await steps.Sending.WaitAsync(stop);
        try
        {
            await steps.Quiet.WaitAsync(most, time, stop);
        }
        catch (TimeoutException)
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

    private sealed class DeviceSteps
    {
        private readonly Dictionary<string, string?> _steps = [];
        private TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DeviceSteps() => _quiet.SetResult();

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
                    _quiet.TrySetResult();
        }

        /// <summary>A step waits for this file.</summary>
        public bool Needs(string sha256)
        {
            lock (_steps)
                return _steps.ContainsValue(sha256);
        }
    }
}
