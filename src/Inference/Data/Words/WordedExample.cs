namespace EdgeActors.Inference.Data.Words;

/// <param name="Picture">Index of its picture.</param>
/// <param name="Question">Null where the picture is to be described.</param>
/// <param name="Answers">What may be said; any of them is right.</param>
public sealed record WordedExample(int Picture, string? Question, IReadOnlyList<string> Answers);
