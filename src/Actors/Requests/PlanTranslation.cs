using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using EdgeActors.Planning;

namespace EdgeActors.Actors.Requests;

/// <summary>Plans between the planner's types and those that are journaled and shown.</summary>
public static class PlanTranslation
{
    public static RequestPlan ToMessage(this PlanResult result) => new(
        NameOf(result.Plan.Status), result.Plan.Message, result.PlannedBy, result.FallbackReason,
        result.Plan.Steps.Select(step => new PlannedStep(
            step.Id, step.Task, step.Picture, step.Question?.Words, step.Question?.Ask, step.DependsOn.ToValueArray())).ToValueArray(),
        result.Plan.Answer.ToValueArray(), result.Tokens, (double)result.CostUsd);

    /// <summary>The part of a plan that steers its steps.</summary>
    public static Plan ToPlan(this RequestPlan plan) => new(
        PlanStatus.Ok, plan.Message,
        [.. plan.Steps.Select(step => new PlanStep(
            step.Id, step.Task, step.Picture, step.Ask is { } ask ? new(step.Words ?? ask, ask) : null, [.. step.DependsOn]))],
        [.. plan.Answer]);

    private static string NameOf(PlanStatus status) => status switch
    {
        PlanStatus.Ok => PlanOutcomes.Ok,
        PlanStatus.NeedsClarification => PlanOutcomes.NeedsClarification,
        PlanStatus.Unsupported => PlanOutcomes.Unsupported,
        _ => PlanOutcomes.Refused,
    };
}
