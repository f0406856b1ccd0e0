using System.Collections.Immutable;

namespace EdgeActors.Planning;

/// <summary>A plan and how it came about.</summary>
/// <param name="PlannedBy"><c>rules</c>, or <c>gpt:</c> and the model's name.</param>
/// <param name="FallbackReason">Why GPT's plan was not used although GPT is configured; null otherwise.</param>
/// <param name="Repairs">Rounds in which an invalid plan was sent back, 0 to 2.</param>
/// <param name="Calls">Every call to a language model, the failed ones too; empty when rules planned alone or the plan was cached.</param>
/// <param name="FromCache">The same text was planned before by the same model over the same catalogue.</param>
public sealed record PlanResult(
    Plan Plan, string PlannedBy, string? FallbackReason, int Repairs, ImmutableArray<PlannerCall> Calls, bool FromCache = false)
{
    public const string Rules = "rules";

    public static PlanResult ByRules(Plan plan, string? fallbackReason = null, int repairs = 0, ImmutableArray<PlannerCall> calls = default) =>
        new(plan, Rules, fallbackReason, repairs, calls.IsDefault ? [] : calls);

    /// <summary>Input and output tokens of all calls.</summary>
    public int Tokens => Calls.Sum(call => call.InputTokens + call.OutputTokens);

    /// <summary>US dollars of all calls whose model has a price.</summary>
    public decimal CostUsd => Calls.Sum(call => call.CostUsd ?? 0m);
}
