using EdgeActors.Gateway.Devices;

namespace EdgeActors.Gateway.Page.Live;

/// <summary>The last minutes of every device's goodput, for curves. Written by one thread, read by many.</summary>
/// <param name="most">Samples of one device.</param>
public sealed class LinkHistory(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<LinkSample>> _samples = [];

    public void Add(DateTimeOffset at, IEnumerable<DeviceResource> devices)
    {
        lock (_lock)
            foreach (var device in devices)
                if (device is { Online: true, Link.GoodputBytesPerSecond: { } goodput })
                {
                    if (!_samples.TryGetValue(device.Id, out var samples))
                        _samples[device.Id] = samples = new();
                    samples.Enqueue(new(at, goodput));
                    if (samples.Count > most)
                        samples.Dequeue();
                }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<LinkSample> Of(string device)
    {
        lock (_lock)
            return _samples.TryGetValue(device, out var samples) ? [.. samples] : [];
    }
}
