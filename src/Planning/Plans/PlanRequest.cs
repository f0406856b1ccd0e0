namespace EdgeActors.Planning;

/// <summary>What a planner is given. It never sees the pictures: a plan does not depend on pixels.</summary>
/// <param name="Text">The person's words, untrusted.</param>
/// <param name="Pictures">How many pictures came with the request.</param>
/// <param name="Catalogue">The tasks there are, and which of them can be placed now.</param>
/// <param name="Language">BCP 47 tag that the person's client sent, or null when unknown.</param>
/// <param name="BudgetKey">Whose daily budget pays for GPT: the API key's id, or <c>local</c>.</param>
public sealed record PlanRequest(string Text, int Pictures, TaskCatalogue Catalogue, string? Language = null, string BudgetKey = "local");
