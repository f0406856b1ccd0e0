namespace EdgeActors.Inference.Tasks;

/// <summary>The tasks that a plan may name; nothing else is run.</summary>
public static class TaskNames
{
    public const string ImageClassification = "image-classification";
    public const string ImageCaptioning = "image-captioning";
    public const string VisualQuestionAnswering = "visual-question-answering";

    public static IReadOnlyList<string> All { get; } = [ImageClassification, ImageCaptioning, VisualQuestionAnswering];
}
