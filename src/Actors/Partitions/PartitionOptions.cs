using EdgeActors.Inference.Sessions;

namespace EdgeActors.Actors.Partitions;

/// <summary>How partitions of one host queue and batch.</summary>
public sealed record PartitionOptions
{
    public static PartitionOptions Default { get; } = new();

    /// <summary>Waiting runs per partition; more are refused at once.</summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>Most requests in one run, where the graph's batch axis is free.</summary>
    public int MaxBatch { get; init; } = 8;

    /// <summary>How long a run waits for company, and only while runs have been sharing: an idle partition never waits.</summary>
    public TimeSpan BatchWait { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>A partition that nobody used for so long gives its session's memory back.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    public PartitionSessionOptions Session { get; init; } = new();
}
