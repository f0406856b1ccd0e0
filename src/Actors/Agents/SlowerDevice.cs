using EdgeActors.Actors.Coordinators;

namespace EdgeActors.Actors.Agents;

/// <summary>
/// This machine stands in for a slower one: a piece of work takes so many times longer than it lately took here. By the median of its last runs
/// and not by the run itself, or a fifth of a millisecond that this machine's scheduler took would pass for a wait of that device, times the factor.
/// Safe to use from several threads.
/// </summary>
/// <param name="factor">1 for a real device.</param>
public sealed class SlowerDevice(double factor)
{
    private readonly Dictionary<string, RecentMedian> _runs = [];

    /// <summary>How long to wait after a run, ms; 0 for a real device.</summary>
    /// <param name="work">What ran: runs of one name are alike.</param>
    public double DelayMs(string work, double ranMs)
    {
        if (factor <= 1)
            return 0;
        lock (_runs)
        {
            if (!_runs.TryGetValue(work, out var runs))
                _runs[work] = runs = new();
            runs.Add(ranMs);
            return Math.Max(0, runs.Value * factor - ranMs);
        }
    }
}
