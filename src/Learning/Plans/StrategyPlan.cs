namespace EdgeActors.Learning.Plans;

public enum StrategyKind
{
    FedAvg,
    FedProx,
    FedAvgM,
    FedAdam,
    FedYogi,
    Scaffold,
    FedBuff,
    Median,
    TrimmedMean,
    Krum,
    MultiKrum,
}

/// <summary>How updates become the next global model. Each strategy reads only its own numbers.</summary>
public sealed record StrategyPlan
{
    public StrategyKind Kind { get; init; }

    /// <summary>η of the server; 0 takes the strategy's own default: 1 for averages, 0.01 for FedAdam and FedYogi.</summary>
    public double ServerRate { get; init; }

    /// <summary>β of FedAvgM.</summary>
    public double ServerMomentum { get; init; } = 0.9;

    /// <summary>τ of FedAdam and FedYogi.</summary>
    public double Adaptivity { get; init; } = 0.001;

    /// <summary>μ of FedProx.</summary>
    public double ProximalTerm { get; init; } = 0.01;

    /// <summary>K of FedBuff: updates that make a model version; fewer when nobody else is waited for, or <see cref="PhasePlan.Reporting"/> is up.</summary>
    public int Buffer { get; init; } = 5;

    /// <summary>Versions that an update of FedBuff may be behind; an older one is refused.</summary>
    public int Window { get; init; } = 10;

    /// <summary>Share dropped at each end by the trimmed mean.</summary>
    public double TrimmedShare { get; init; } = 0.1;

    /// <summary>f of Krum: how many devices may lie.</summary>
    public int Byzantine { get; init; } = 1;

    /// <summary>How many updates Multi-Krum averages.</summary>
    public int Selected { get; init; } = 5;

    /// <summary>Whether the strategy must look at single updates.</summary>
    public bool SeesSingleUpdates => Kind is StrategyKind.Median or StrategyKind.TrimmedMean or StrategyKind.Krum or StrategyKind.MultiKrum;
}
