namespace EdgeActors.Inference.Tasks;

/// <param name="Score">Probability that the model gives its words, 0 to 1.</param>
public sealed record TextAnswer(string Text, float Score) : Answer;
