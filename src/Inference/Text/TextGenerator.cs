using EdgeActors.Inference.Bundles;

namespace EdgeActors.Inference.Text;

/// <summary>
/// Writes a text with a decoder: the likeliest continuations of the likeliest texts so far (beam search; one beam is greedy). The same
/// input gives the same text: of equal candidates the earlier beam and the smaller token win. What is best at the end is the mean log-probability
/// of a token, or short answers would always win (Wu et al. 2016, section 7, with exponent 1).
/// </summary>
public sealed class TextGenerator(TextDecoder decoder, TextFormat format)
{
    public GeneratedText Generate(TextDecoder.Encoded encoded)
    {
        var running = new List<Hypothesis> { new(DecoderState.Empty, format.Start, 0, 0) };
        var finished = new List<GeneratedText>();
        for (var length = 0; length <= format.MaxTokens && !IsSettled(running, finished, length); length++)
            running = Advance(encoded, running, finished, last: length == format.MaxTokens);
        return finished.MaxBy(MeanOf)!;
    }

    /// <summary>Enough texts have ended, and none that runs is likelier by the token than the worst of the best of them.</summary>
    /// <param name="length">Tokens that every running text has.</param>
    private bool IsSettled(List<Hypothesis> running, List<GeneratedText> finished, int length) =>
        running.Count == 0 || (finished.Count >= format.Beams
            && running.Max(r => r.LogProbability) / length <= finished.Select(MeanOf).OrderDescending().ElementAt(format.Beams - 1));

    /// <summary>One token more for every text; those that end move to <paramref name="finished"/>.</summary>
    private List<Hypothesis> Advance(TextDecoder.Encoded encoded, List<Hypothesis> running, List<GeneratedText> finished, bool last)
    {
        var candidates = new List<Hypothesis>();
        foreach (var hypothesis in running)
        {
            var (scores, state) = decoder.Step(encoded, hypothesis.State, hypothesis.Next);
            candidates.AddRange(Best(scores, format.Beams + 1).Select(token => new Hypothesis(state, token, hypothesis.LogProbability, scores[token])));
        }

        var kept = new List<Hypothesis>();
        // A stable sort: ties keep the order of beams and tokens.
        foreach (var candidate in candidates.OrderByDescending(c => c.LogProbability).Take(2 * format.Beams))
        {
            if (kept.Count == format.Beams) break;
            if (candidate.Next == format.End) finished.Add(candidate.Ended());
            else if (last) finished.Add(candidate.Stopped());
            else kept.Add(candidate);
            if (format.Beams == 1) break;
        }
        return kept;
    }

    private IEnumerable<int> Best(float[] scores, int count) =>
        Enumerable.Range(0, scores.Length).Where(t => t != format.Start && t != format.Pad).OrderByDescending(t => scores[t]).Take(count);

    private static double MeanOf(GeneratedText text) => text.LogProbability / (text.Tokens.Count + 1);

    /// <param name="State">What the decoder has read.</param>
    /// <param name="Before">Log-probability of that.</param>
    /// <param name="Next">The token that it has not read yet.</param>
    /// <param name="Step">Log-probability of <paramref name="Next"/> after what it has read.</param>
    private readonly record struct Hypothesis(DecoderState State, int Next, double Before, double Step)
    {
        public double LogProbability => Before + Step;

        public GeneratedText Ended() => new([.. State.Tokens.Skip(1)], LogProbability, Ended: true);

        /// <summary>At the longest answer allowed: what would have come next is not part of it.</summary>
        public GeneratedText Stopped() => new([.. State.Tokens.Skip(1)], Before, Ended: false);
    }
}
