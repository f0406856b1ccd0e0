namespace EdgeActors.Learning.Plans;

/// <summary>Which blobs of committed rounds are kept.</summary>
public enum RetentionKind
{
    /// <summary>All: every round can be computed again.</summary>
    Everything,

    /// <summary>Updates and sums of the last rounds, and every model.</summary>
    Updates,

    /// <summary>Every model, no update.</summary>
    Models,
}
