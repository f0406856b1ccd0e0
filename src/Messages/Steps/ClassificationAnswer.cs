namespace EdgeActors.Messages;

/// <summary>The likeliest labels, best first.</summary>
public sealed record ClassificationAnswer(ValueArray<LabelScore> Labels) : Answer
{
    public override string Words => Labels.IsEmpty ? "" : Labels[0].Label;
}
