using EdgeActors.Planning;

namespace EdgeActors.Actors.Tests.Tiers;

/// <summary>A planner that plans one step, whatever is asked: what is in the first picture?</summary>
internal sealed class AlwaysClassifies : IPlanner
{
    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellation) =>
        Task.FromResult(PlanResult.ByRules(Plan.Of(new PlanStep(1, StandardTasks.Classification, 0, null, []))));
}
