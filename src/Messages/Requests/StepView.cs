namespace EdgeActors.Messages.Requests;

/// <summary>One step of a request as people see it.</summary>
/// <param name="Attempts">How often it was tried so far.</param>
/// <param name="Question">As the model was asked, earlier answers put in; null when the task takes none.</param>
/// <param name="Result">Null until it is answered.</param>
/// <param name="Failure">The last failed attempt's; null when none failed since, or the step is answered.</param>
public sealed record StepView(
    int Id, string Task, string? Question, int Attempts, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, StepResult? Result, Failure? Failure);
