using System.Collections.Immutable;
using EdgeActors.Learning.Plans;

namespace EdgeActors.Learning.Rounds;

/// <summary>Who is asked in a round.</summary>
public static class CohortDraw
{
    /// <summary>
    /// At random by the plan's seed: <see cref="CohortPlan.Size"/> of the available devices, or each with probability
    /// <see cref="CohortPlan.PoissonRate"/>. In the order of ids.
    /// </summary>
    public static ImmutableArray<string> Draw(TrainingPlan plan, int round, int attempt, IEnumerable<string> available)
    {
        var devices = available.Order(StringComparer.Ordinal).ToArray();
        var random = new SeededRandom(plan.Cohort(round, attempt));
        if (plan.Cohort.PoissonRate > 0) return [.. devices.Where(_ => random.NextDouble() < plan.Cohort.PoissonRate)];
        random.Shuffle<string>(devices);
        return [.. devices.Take(plan.Cohort.Size).Order(StringComparer.Ordinal)];
    }
}
