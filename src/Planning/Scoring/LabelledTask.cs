namespace EdgeActors.Planning.Scoring;

/// <summary>A step of a labelled request.</summary>
/// <param name="Question">The question's words; null for tasks without one.</param>
public sealed record LabelledTask(string Task, string? Question);
