namespace EdgeActors.Planning;

/// <summary>One call to a language model, as the request's journal records it.</summary>
/// <param name="Model">As the server named it in its reply, or the configured name when there was none.</param>
/// <param name="Attempt">0 for the first, 1 and 2 for repairs.</param>
/// <param name="CostUsd">By the configured price table; null when the model has no price there.</param>
/// <param name="Outcome"><c>ok</c>, or why the reply could not be used.</param>
public sealed record PlannerCall(
    string Model, int Attempt, int InputTokens, int CachedTokens, int OutputTokens, int ReasoningTokens,
    decimal? CostUsd, TimeSpan Elapsed, string Outcome);
