namespace EdgeActors.Inference.Splits;

public sealed record LinkEstimatorOptions
{
    /// <summary>Transfers that are remembered; older ones fall out.</summary>
    public int Window { get; init; } = 48;

    /// <summary>A transfer counts half as much as one this many transfers later.</summary>
    public double HalfLife { get; init; } = 5;

    /// <summary>A transfer that takes this many times longer or shorter than predicted speaks for a step of the link.</summary>
    public double StepRatio { get; init; } = 1.6;

    /// <summary>And only if it is off by at least this much: below, the scheduler of either end may be the reason.</summary>
    public double StepMs { get; init; } = 4;

    /// <summary>So many such transfers in a row make a step: the past is forgotten. One alone may be a lost packet.</summary>
    public int StepVotes { get; init; } = 2;

    /// <summary>After this long without a transfer an estimate is marked expired.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A probe is due after this long without a transfer that says anything about goodput.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Probes take at most one part in so many of the link's time.</summary>
    public double ProbeRest { get; init; } = 4;

    /// <summary>A probe is made as large as the link is believed to carry in this time, within the bounds below.</summary>
    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>
    /// Smaller ones would pass within the burst that shapers and radios let through at full speed, and make any link look fast.
    /// </summary>
    public int SmallestProbe { get; init; } = 1 << 13;

    public int LargestProbe { get; init; } = 1 << 16;

    public static LinkEstimatorOptions Default { get; } = new();
}
