using EdgeActors.Messages.Requests;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>What will be run, and who decided so.</summary>
/// <param name="PlannedBy"><c>rules</c>, or <c>gpt:</c> and the model's name.</param>
/// <param name="FallbackReason">Why GPT's plan was not used although GPT is configured.</param>
/// <param name="Answer">Ids of the steps whose answers make up the reply, in its order.</param>
public sealed record PlanResource(
    string Status, string? Message, string PlannedBy, string? FallbackReason, IReadOnlyList<PlannedStepResource> Steps, IReadOnlyList<int> Answer,
    int Tokens, double CostUsd)
{
    public static PlanResource Of(RequestPlan plan) => new(
        plan.Status, plan.Message, plan.PlannedBy, plan.FallbackReason,
        [.. plan.Steps.Select(step => new PlannedStepResource(step.Id, step.Task, step.Picture, step.Ask ?? step.Words, [.. step.DependsOn]))],
        [.. plan.Answer], plan.Tokens, plan.CostUsd);
}
