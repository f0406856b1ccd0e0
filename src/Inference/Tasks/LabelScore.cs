namespace EdgeActors.Inference.Tasks;

/// <param name="Score">Softmax probability, 0 to 1.</param>
public sealed record LabelScore(string Label, float Score);
