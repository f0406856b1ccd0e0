namespace EdgeActors.Planning.Judging;

/// <summary>
/// A clause as a vector of hashed pieces (Weinberger et al. 2009): words, pairs of neighbours, the words it begins with, its last word,
/// and four letters at a time within longer words, so that a slip of the finger changes a few pieces only. Length 1.
/// </summary>
internal static class ClauseFeatures
{
    /// <summary>Length of the vector.</summary>
    public const int Count = 1 << 14;

    private const int Letters = 4;
    private const float LetterWeight = 0.4f;

    /// <summary>Adds the clause's pieces to a vector of zeros.</summary>
    public static void Write(string clause, Span<float> vector)
    {
        var words = clause.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            vector[Slot("word", words[i])] += 1;
            if (i > 0)
                vector[Slot("pair", words[i - 1], words[i])] += 1;
            for (var at = 0; words[i].Length >= Letters && at <= words[i].Length + 2 - Letters; at++)
                vector[Slot("letters", $"<{words[i]}>".AsSpan(at, Letters))] += LetterWeight;
        }
        for (var first = 1; first <= Math.Min(3, words.Length); first++)
            vector[Slot("begins", string.Join(' ', words[..first]))] += 1;
        if (words.Length > 0)
            vector[Slot("ends", words[^1])] += 1;

        var length = 0f;
        foreach (var value in vector)
            length += value * value;
        if (length == 0)
            return;
        foreach (ref var value in vector)
            value /= MathF.Sqrt(length);
    }

    /// <summary>FNV-1a (Fowler, Noll and Vo): the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static int Slot(string kind, ReadOnlySpan<char> one, ReadOnlySpan<char> other = default)
    {
        var hash = 14695981039346656037UL;
        Mix(kind);
        Mix(one);
        Mix(other);
        return (int)((hash ^ (hash >> 32)) % Count);

        void Mix(ReadOnlySpan<char> text)
        {
            foreach (var letter in text)
                hash = (hash ^ letter) * 1099511628211UL;
            hash = (hash ^ 0x1F) * 1099511628211UL;
        }
    }
}
