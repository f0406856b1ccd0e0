namespace EdgeActors.Messages.Requests;

/// <summary>What will be run for a request, and who decided so.</summary>
/// <param name="Status">One of <see cref="PlanOutcomes"/>; steps only with <see cref="PlanOutcomes.Ok"/>.</param>
/// <param name="Message">For the person; null when nothing needs saying.</param>
/// <param name="PlannedBy"><c>rules</c>, or <c>gpt:</c> and the model's name.</param>
/// <param name="FallbackReason">Why GPT's plan was not used although GPT is configured; null otherwise.</param>
/// <param name="Answer">Ids of the steps whose answers make up the reply, in its order.</param>
/// <param name="Tokens">Input and output tokens of all calls to language models.</param>
/// <param name="CostUsd">US dollars of those calls whose model has a price.</param>
public sealed record RequestPlan(
    string Status, string? Message, string PlannedBy, string? FallbackReason,
    ValueArray<PlannedStep> Steps, ValueArray<int> Answer, int Tokens = 0, double CostUsd = 0);
