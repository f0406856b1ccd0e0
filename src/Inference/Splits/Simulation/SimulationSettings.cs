namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>What a simulation holds fixed besides the trace.</summary>
public sealed record SimulationSettings
{
    public int Seed { get; init; } = 1;

    public double Seconds { get; init; } = 60;

    /// <summary>A request begins this long after the one before it began, or when that has ended.</summary>
    public double EveryMs { get; init; } = 100;

    public double RttMs { get; init; } = 6;

    /// <summary>Work takes its typical time, give or take this share (triangular on a log scale).</summary>
    public double ComputeNoise { get; init; } = 0.05;

    /// <summary>How often a transfer under way is looked at.</summary>
    public double LookEveryMs { get; init; } = 100;

    /// <summary>This share of requests is held up besides, as a busy processor does.</summary>
    public double DelayShare { get; init; }

    /// <summary>By at most so long, evenly.</summary>
    public double DelayMs { get; init; }

    /// <summary>What a shaper lets through at once after a pause: the size of its bucket.</summary>
    public double BurstBytes { get; init; }

    /// <summary>Budget, policy and queues; the link is filled in.</summary>
    public SplitConditions Conditions { get; init; } = new() { Link = LinkEstimate.Guess };
}
