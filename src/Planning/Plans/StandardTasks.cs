using System.Collections.Immutable;

namespace EdgeActors.Planning;

/// <summary>The tasks that EdgeActors brings models for.</summary>
public static class StandardTasks
{
    public const string Classification = "image-classification";
    public const string Captioning = "image-captioning";
    public const string VisualQuestion = "visual-question-answering";

    public static ImmutableArray<TaskDescription> All { get; } =
    [
        new(Classification, "Names the kind of thing that the picture shows, one label.", QuestionRule.None, AnswerKind.Label),
        new(Captioning, "Describes the picture in a sentence.", QuestionRule.Optional, AnswerKind.Text),
        new(VisualQuestion, "Answers one question about the picture in a few words.", QuestionRule.Required, AnswerKind.Text),
    ];
}
