using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Tagging;

/// <summary>Cuts a request into sentences: the tagger reads one at a time.</summary>
internal static class SentenceBounds
{
    /// <summary>Longest sentence that is read whole, in words; a longer one is cut at its last comma, or there.</summary>
    public const int Longest = 32;

    /// <summary>First word and word after the last of each sentence, its closing mark included.</summary>
    public static IEnumerable<(int From, int To)> Of(Wording wording)
    {
        var words = wording.Words;
        var from = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (i > from && words[i].LineStart)
            {
                yield return (from, i);
                from = i;
            }
            if (Ends(words, i))
            {
                yield return (from, i + 1);
                from = i + 1;
            }
            else if (i + 1 - from == Longest)
            {
                var comma = i;
                while (comma > from + Longest / 2 && words[comma].Norm != ",")
                    comma--;
                var cut = words[comma].Norm == "," ? comma : i + 1;
                yield return (from, cut);
                from = cut;
            }
        }
        if (from < words.Count)
            yield return (from, words.Count);
    }

    /// <summary>The last of a row of closing marks; the stop behind the number of a list item ends nothing.</summary>
    private static bool Ends(IReadOnlyList<Word> words, int at) =>
        words[at].Norm is "." or "!" or "?" or ";" or "\u2026"
        && (at + 1 >= words.Count || (words[at + 1].Norm is not ("." or "!" or "?") && words[at + 1].Start > words[at].End))
        && !(at > 0 && words[at].Norm == "." && words[at - 1].Norm.All(char.IsAsciiDigit) && words[at - 1].Start + 2 >= words[at].Start && (at == 1 || words[at - 1].LineStart));
}
