namespace EdgeActors.Learning.Plans;

public enum RetentionKind
{
    /// <summary>Every update stays: every round can be replayed from its updates.</summary>
    Everything,

    /// <summary>Updates of the last rounds stay; older rounds can be replayed from their sums.</summary>
    LastRounds,

    /// <summary>Updates go when their round is committed.</summary>
    ModelsOnly,
}

/// <summary>What stays on disk. Events always do; this is about the blobs they name.</summary>
public sealed record RetentionPlan
{
    public RetentionKind Keep { get; init; }
    public int Rounds { get; init; } = 10;
}
