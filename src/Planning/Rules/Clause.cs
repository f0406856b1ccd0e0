namespace EdgeActors.Planning.Rules;

/// <summary>A stretch of words that asks for one thing.</summary>
internal sealed class Clause
{
    private readonly Wording _wording;
    private readonly int _from, _to;

    /// <summary>The words from <paramref name="from"/> up to, not including, <paramref name="to"/>, without marks and joining words at their ends.</summary>
    public Clause(Wording wording, int from, int to)
    {
        while (from < to && IsMark(wording.Words[from]))
            from++;
        while (from < to && (IsMark(wording.Words[to - 1]) || wording.Words[to - 1].Norm is "and" or "then" or "also" or "please" or "too" or "thanks" or "but" or "or"))
            to--;
        (_wording, _from, _to) = (wording, from, to);
        Norm = wording.Norm(from, to);
    }

    /// <summary>What the words are matched by.</summary>
    public string Norm { get; }

    public bool IsEmpty => _from >= _to;

    /// <summary>The person's own words.</summary>
    public string Original => _wording.Original(_from, _to);

    private static bool IsMark(Word word) => !char.IsLetterOrDigit(word.Norm[^1]) && !char.IsLetterOrDigit(word.Norm[0]);
}
