using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>Notes the working set of every host once a second.</summary>
internal sealed class MemoryWatch(TierSet tiers)
{
    /// <summary>Of a run's samples, the share that says where it began, where it was halfway and where it ended: a moment alone may be just before a collection.</summary>
    private const double Window = 0.1;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, List<double>> _samples = [];

    public async Task UntilAsync(Task ended, CancellationToken cancel)
    {
        using var tick = new PeriodicTimer(Every);
        do
        {
            foreach (var host in tiers.Hosts.Where(host => !host.HasExited))
                (_samples.TryGetValue(host.Name, out var known) ? known : _samples[host.Name] = []).Add(host.WorkingSetBytes / 1e6);
        }
        while (!ended.IsCompleted && await tick.WaitForNextTickAsync(cancel));
    }

    public IReadOnlyList<HostMemory> Read() => [.. _samples.OrderBy(host => host.Key, StringComparer.Ordinal).Select(host =>
    {
        var samples = host.Value;
        var width = Math.Max(1, (int)(samples.Count * Window));
        return new HostMemory(host.Key, Mean(samples.Take(width)), Mean(samples.Skip((samples.Count - width) / 2).Take(width)), Mean(samples.TakeLast(width)), samples.Max());
    })];

    private static double Mean(IEnumerable<double> megabytes) => megabytes.Average();
}
