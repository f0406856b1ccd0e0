namespace EdgeActors.Inference.Data.Words;

/// <summary>
/// BLEU of a corpus (Papineni et al. 2002): the geometric mean of the n-gram precisions, n from 1 to 4, each n-gram counted at most as often as
/// in the reference that has most of it, times a penalty for saying less than the references. 0 to 1; lower-cased, split at spaces and punctuation.
/// </summary>
public static class Bleu
{
    private const int Longest = 4;

    /// <param name="candidates">One text each.</param>
    /// <param name="references">For each candidate, what people said.</param>
    public static double OfCorpus(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (candidates.Count != references.Count || candidates.Count == 0)
            throw new ArgumentException($"BLEU needs references for each candidate: {candidates.Count} candidates, {references.Count} sets of references.", nameof(references));
        var (matched, counted) = (new long[Longest], new long[Longest]);
        long said = 0, wanted = 0;
        foreach (var (candidate, texts) in candidates.Zip(references))
        {
            var words = Words(candidate);
            var others = texts.Select(Words).ToArray();
            said += words.Length;
            wanted += others.Select(o => o.Length).OrderBy(l => Math.Abs(l - words.Length)).ThenBy(l => l).First();
            for (var n = 1; n <= Longest; n++)
            {
                var (right, all) = Clipped(words, others, n);
                matched[n - 1] += right;
                counted[n - 1] += all;
            }
        }
        if (matched.Contains(0)) return 0;
        var logarithm = matched.Zip(counted, (m, c) => Math.Log((double)m / c)).Average();
        return Math.Exp(logarithm + Math.Min(0, 1 - (double)wanted / said));
    }

    /// <summary>Against one reference fewer each, averaged over which is left out: what can be set beside <see cref="BetweenReferences"/>.</summary>
    public static double LeavingOneOut(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var fewest = Fewest(references);
        return Enumerable.Range(0, fewest).Average(i => OfCorpus(candidates, [.. references.Select(r => r.Where((_, k) => k != i).ToArray())]));
    }

    /// <summary>
    /// What one of the references would score against the others, averaged over which: how far people agree. Each set needs two or more; the number
    /// is for one reference fewer than a candidate has.
    /// </summary>
    public static double BetweenReferences(IReadOnlyList<IReadOnlyList<string>> references)
    {
        return Enumerable.Range(0, Fewest(references)).Average(i => OfCorpus([.. references.Select(r => r[i])], [.. references.Select(r => r.Where((_, k) => k != i).ToArray())]));
    }

    private static int Fewest(IReadOnlyList<IReadOnlyList<string>> references) => references.Min(r => r.Count) is >= 2 and var fewest
        ? fewest
        : throw new ArgumentException("References can be compared where each candidate has at least two.", nameof(references));

    /// <summary>n-grams of the candidate that a reference has too, and all n-grams of the candidate.</summary>
    internal static (long Matched, long All) Clipped(string[] words, IReadOnlyList<string[]> references, int n)
    {
        var counts = Counts(words, n);
        var known = references.Select(r => Counts(r, n)).ToArray();
        return (counts.Sum(c => Math.Min(c.Value, known.Max(k => k.GetValueOrDefault(c.Key)))), Math.Max(0, words.Length - n + 1));
    }

    internal static string[] Words(string text)
    {
        var spaced = string.Concat(text.ToLowerInvariant().Select(c => char.IsPunctuation(c) ? $" {c} " : $"{c}"));
        return spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Dictionary<string, long> Counts(string[] words, int n) =>
        Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).CountBy(i => string.Join(' ', words, i, n)).ToDictionary(c => c.Key, c => (long)c.Value);
}
