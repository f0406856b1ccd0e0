using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>What a model says: in words always, and as scored labels or one score.</summary>
/// <param name="Kind">classification or text.</param>
public sealed record AnswerResource(string Kind, string Words, IReadOnlyList<LabelScore>? Labels, float? Score)
{
    public static AnswerResource Of(Answer answer) => answer switch
    {
        ClassificationAnswer classes => new("classification", classes.Words, [.. classes.Labels], classes.Labels.IsEmpty ? null : classes.Labels[0].Score),
        TextAnswer text => new("text", text.Words, null, text.Score),
        _ => throw new ArgumentException($"The API has no form for a {answer.GetType().Name}.", nameof(answer)),
    };
}
