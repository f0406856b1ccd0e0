namespace EdgeActors.Planning;

/// <summary>A task as planners see it: what it takes, what it answers, and whether any worker can run it now.</summary>
/// <param name="Name">Stable name in plans, e.g. <c>visual-question-answering</c>.</param>
/// <param name="Description">One line for a language model.</param>
public sealed record TaskDescription(string Name, string Description, QuestionRule Question, AnswerKind Answer, bool PlaceableNow = true);
