namespace EdgeActors.Inference.Text;

/// <summary>What a decoder wrote.</summary>
/// <param name="Tokens">Without start and end.</param>
/// <param name="LogProbability">Natural logarithm of the probability of these tokens and of ending there, given what was encoded.</param>
/// <param name="Ended">False where it was stopped at the longest answer allowed.</param>
public sealed record GeneratedText(IReadOnlyList<int> Tokens, double LogProbability, bool Ended);
