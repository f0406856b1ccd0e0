namespace EdgeActors.Learning.Plans;

/// <summary>How long each phase of a round waits. A device that is late in one phase is left out of the rest of the round.</summary>
public sealed record PhasePlan
{
    public TimeSpan Selecting { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan Keys { get; init; } = TimeSpan.FromSeconds(20);
    public TimeSpan Shares { get; init; } = TimeSpan.FromSeconds(20);
    public TimeSpan Reporting { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan Unmasking { get; init; } = TimeSpan.FromSeconds(30);
}
