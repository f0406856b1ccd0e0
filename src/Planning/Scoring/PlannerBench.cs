using System.Collections.Immutable;

namespace EdgeActors.Planning.Scoring;

/// <summary>Plans every request of a labelled file and scores the plans.</summary>
public static class PlannerBench
{
    /// <summary>Pictures per request: labelled files do not say, and some requests speak of a second picture.</summary>
    private const int Pictures = 2;

    public static async Task<(ImmutableArray<LabelledRequest> Predictions, PlannerScore Score)> RunAsync(
        IPlanner planner, IReadOnlyList<LabelledRequest> labels, CancellationToken cancellation)
    {
        var catalogue = TaskCatalogue.Standard();
        var predictions = ImmutableArray.CreateBuilder<LabelledRequest>();
        foreach (var label in labels)
        {
            var result = await planner.PlanAsync(new(label.Request, Pictures, catalogue), cancellation);
            predictions.Add(LabelledRequest.From(label.Id, label.Request, result.Plan));
        }
        return (predictions.ToImmutable(), PlannerScore.Of(labels, predictions));
    }
}
