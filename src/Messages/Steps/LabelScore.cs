namespace EdgeActors.Messages;

/// <param name="Score">Probability, 0 to 1.</param>
public sealed record LabelScore(string Label, float Score);
