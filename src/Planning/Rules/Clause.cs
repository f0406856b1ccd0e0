namespace EdgeActors.Planning.Rules;

/// <summary>A stretch of words that asks for at most one thing.</summary>
internal sealed class Clause
{
    private readonly Wording _wording;
    private readonly int _from, _to;
    private readonly int[] _offsets; // of each word within Norm

    public Clause(Wording wording, int from, int to, ClauseEnd end, bool quoted)
    {
        (_wording, _from, _to) = (wording, from, to);
        End = end;
        Quoted = quoted;
        Norm = wording.Norm(from, to);
        _offsets = new int[Math.Max(to - from, 0)];
        for (int i = 0, offset = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = offset;
            offset += wording.Words[from + i].Norm.Length + 1;
        }
    }

    /// <summary>What the words are matched by.</summary>
    public string Norm { get; }

    /// <summary>What stands after the clause.</summary>
    public ClauseEnd End { get; }

    /// <summary>Whether the person put it in quotes, as in <c>answer the question "how many?"</c></summary>
    public bool Quoted { get; }

    public bool IsEmpty => _from >= _to;

    /// <summary>The person's own words.</summary>
    public string Original => _wording.Original(_from, _to);

    /// <summary>The clause without the words that begin before <paramref name="offset"/> in its norm.</summary>
    public Clause From(int offset) => new(_wording, _from + _offsets.Count(start => start < offset), _to, End, Quoted);

    /// <summary>The clause up to <paramref name="offset"/> in its norm.</summary>
    public Clause UpTo(int offset) => new(_wording, _from, _from + _offsets.Count(start => start < offset), End, Quoted);

    /// <summary>The clause without marks and joining words at its ends.</summary>
    public Clause Trimmed()
    {
        int from = _from, to = _to;
        while (from < to && IsMark(from))
            from++;
        while (from < to && (IsMark(to - 1) || _wording.Words[to - 1].Norm is "and" or "then" or "also" or "please" or "too" or "thanks" or "but" or "or"))
            to--;
        return new(_wording, from, to, End, Quoted);
    }

    /// <summary>Original text with the words that cover norm offsets <paramref name="start"/> to <paramref name="end"/> replaced.</summary>
    public string OriginalWith(int start, int end, string replacement)
    {
        var first = _from + _offsets.Count(offset => offset < start);
        var after = _from + _offsets.Count(offset => offset < end);
        return string.Join(' ', new[] { _wording.Original(_from, first), replacement, _wording.Original(after, _to) }.Where(part => part.Length > 0));
    }

    private bool IsMark(int word) => !char.IsLetterOrDigit(_wording.Words[word].Norm[^1]) && !char.IsLetterOrDigit(_wording.Words[word].Norm[0]);
}
