namespace EdgeActors.Hosts.Common.Api;

/// <param name="Id">1-based.</param>
/// <param name="Picture">0-based index into the request's pictures.</param>
/// <param name="Question">As the model is asked, <c>{1}</c> standing for the answer of step 1.</param>
public sealed record PlannedStepResource(int Id, string Task, int Picture, string? Question, IReadOnlyList<int> DependsOn);
