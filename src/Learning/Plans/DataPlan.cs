namespace EdgeActors.Learning.Plans;

public enum PartitionKind
{
    Iid,
    Dirichlet,
}

/// <summary>What the devices train on.</summary>
public sealed record DataPlan
{
    /// <summary>A data set's name, or <c>local</c>: whatever lies on each device.</summary>
    public string Set { get; init; } = "";

    /// <summary>How a simulated run spreads the set over its devices.</summary>
    public PartitionKind Partition { get; init; }

    /// <summary>α of the Dirichlet partition.</summary>
    public double Alpha { get; init; } = 0.5;
}
