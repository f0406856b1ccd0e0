namespace EdgeActors.Learning.Plans;

/// <summary>Who takes part in a round.</summary>
public sealed record CohortPlan
{
    /// <summary>N: devices of the run.</summary>
    public int Devices { get; init; } = 10;

    /// <summary>Devices asked in each round, at random; all of them when it equals <see cref="Devices"/>.</summary>
    public int Size { get; init; } = 10;

    /// <summary>Updates without which a round is not committed but tried again.</summary>
    public int Minimum { get; init; } = 8;

    /// <summary>Updates that close the round early; 0 waits for all that were asked or the timeout.</summary>
    public int Goal { get; init; }

    /// <summary>Above 0: each device takes part with this probability, independently. Only then does sampling amplify privacy.</summary>
    public double PoissonRate { get; init; }

    /// <summary>How often a failed round is tried again before the run fails.</summary>
    public int Attempts { get; init; } = 5;
}
