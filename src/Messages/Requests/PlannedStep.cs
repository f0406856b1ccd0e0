namespace EdgeActors.Messages.Requests;

/// <summary>One model run of a plan.</summary>
/// <param name="Id">1-based, in the order of the request.</param>
/// <param name="Picture">0-based index into the request's pictures.</param>
/// <param name="Words">The question as the person put it; null when the task takes none.</param>
/// <param name="Ask">The question as the model is asked, with <c>{1}</c> for the answer of step 1.</param>
/// <param name="DependsOn">Ids of earlier steps whose answers this step uses.</param>
public sealed record PlannedStep(int Id, string Task, int Picture, string? Words, string? Ask, ValueArray<int> DependsOn);
