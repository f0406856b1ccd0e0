namespace EdgeActors.Inference.Tasks;

/// <param name="Labels">Best first.</param>
public sealed record ClassificationAnswer(IReadOnlyList<LabelScore> Labels) : Answer
{
    public override string ToString() => string.Join(", ", Labels.Select(l => $"{l.Label} {l.Score:P1}"));
}
