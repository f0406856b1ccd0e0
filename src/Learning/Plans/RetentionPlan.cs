namespace EdgeActors.Learning.Plans;

/// <summary>What stays on the cloud's disk of rounds that are committed. Events stay in the journal whatever it says.</summary>
public sealed record RetentionPlan
{
    public RetentionKind Keep { get; init; } = RetentionKind.Everything;

    /// <summary>With <see cref="RetentionKind.Updates"/>: of how many of the last rounds.</summary>
    public int Rounds { get; init; }

    /// <summary>How many of the last rounds can be computed again from what stays; null for all.</summary>
    public int? RoundsToReplay() => Keep switch
    {
        RetentionKind.Everything => null,
        RetentionKind.Updates => Rounds,
        _ => 0,
    };
}
