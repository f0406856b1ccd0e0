using System.Collections.Immutable;

namespace EdgeActors.Planning.Scoring;

/// <summary>Plans every request of a labelled file and scores the plans.</summary>
public static class PlannerBench
{
    /// <param name="pictures">How many come with a request whose row does not say; some requests speak of a second one.</param>
    public static async Task<(ImmutableArray<LabelledRequest> Predictions, PlannerScore Score)> RunAsync(
        IPlanner planner, IReadOnlyList<LabelledRequest> labels, int pictures, CancellationToken cancellation)
    {
        var catalogue = TaskCatalogue.Standard();
        var predictions = ImmutableArray.CreateBuilder<LabelledRequest>();
        foreach (var label in labels)
        {
            var result = await planner.PlanAsync(new(label.Request, label.Pictures ?? pictures, catalogue), cancellation);
            predictions.Add(LabelledRequest.From(label.Id, label.Request, result.Plan));
        }
        return (predictions.ToImmutable(), PlannerScore.Of(labels, predictions));
    }
}
