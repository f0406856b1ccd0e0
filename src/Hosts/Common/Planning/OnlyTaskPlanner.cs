using EdgeActors.Planning;

namespace EdgeActors.Hosts.Common.Planning;

/// <summary>
/// Plans without reading: while exactly one task that needs no question can be placed, that task on every picture is the only plan
/// there is. Stands in until the rules planner is registered; it refuses whenever there is a choice.
/// </summary>
internal sealed class OnlyTaskPlanner : IPlanner
{
    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(PlanResult.ByRules(request.Catalogue.Placeable.ToArray() switch
        {
            _ when request.Pictures == 0 => Plan.NeedsClarification("There is no picture to look at: send one, or name one on the device."),
            [{ Question: not QuestionRule.Required } only] => Plan.Of(Enumerable.Range(0, request.Pictures).Select(picture => new PlanStep(picture + 1, only.Name, picture, null, []))),
            [] => Plan.Unsupported("No model is available now."),
            _ => Plan.Unsupported("Several models are available, and this host has no planner that could choose."),
        }));
    }
}
