namespace EdgeActors.Inference.Splits;

public sealed record LinkEstimatorOptions
{
    /// <summary>Transfers of each kind, small and large, that are remembered; older ones fall out. Some of them must be probes.</summary>
    public int Window { get; init; } = 64;

    /// <summary>A transfer counts half as much as one after which this many have told something.</summary>
    public double HalfLife { get; init; } = 6;

    /// <summary>The same for the low quantile: long enough that one transfer in ten which a busy processor delayed does not set it.</summary>
    public double QuantileHalfLife { get; init; } = 14;

    /// <summary>Up to so many bytes a transfer is taken for a round trip; more belong to the fit of goodput.</summary>
    public int SmallBytes { get; init; } = 256;

    /// <summary>The quantile of small transfers that stands for the round trip: below the median, since queues only ever add to it.</summary>
    public double RttQuantile { get; init; } = 0.3;

    /// <summary>A transfer that takes this many times longer or shorter than predicted speaks for a step of the link.</summary>
    public double StepRatio { get; init; } = 1.6;

    /// <summary>And only if it is off by at least this much: below, the scheduler of either end may be the reason.</summary>
    public double StepMs { get; init; } = 4;

    /// <summary>So many such transfers in a row make a step: the past is forgotten. One alone may be a lost packet.</summary>
    public int StepVotes { get; init; } = 2;

    /// <summary>A transfer under way must be late by this much as well, since it is believed alone.</summary>
    public double UnfinishedMs { get; init; } = 60;

    /// <summary>After this long without a transfer an estimate is marked expired.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>While there is traffic, a probe is due after this long without a transfer that says anything about goodput.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>While there is none, after this long: nobody waits for the answer.</summary>
    public TimeSpan ProbeIdleEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A round trip is asked for after this long without a small transfer.</summary>
    public TimeSpan SmallEvery { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Probes take at most one part in so many of the link's time.</summary>
    public double ProbeRest { get; init; } = 8;

    /// <summary>But the link never rests from them for longer than this.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A probe is made as large as the link is believed to carry in this time, or half as large as its burst, beyond the bytes that are free, within the bounds below.</summary>
    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromMilliseconds(16);

    /// <summary>A round trip and nothing else.</summary>
    public int SmallProbe { get; init; } = 16;

    /// <summary>
    /// As long as it is not known how many bytes are free: smaller ones might pass within a shaper's burst, and make any link look fast.
    /// </summary>
    public int SmallestProbe { get; init; } = 1 << 13;

    public int LargestProbe { get; init; } = 1 << 16;

    public static LinkEstimatorOptions Default { get; } = new();
}
