namespace EdgeActors.Planning.Tagging;

/// <summary>
/// A word as the slots of its hashed pieces (Bojanowski et al. 2017): the word itself and four letters at a time, so that a word nobody
/// trained on, or a slip of the finger, is still known by its parts.
/// </summary>
internal static class WordPieces
{
    /// <summary>Slots that pieces are hashed to; slot 0 is the filling.</summary>
    public const int Slots = 1 << 13;

    /// <summary>Most pieces of one word.</summary>
    public const int PerWord = 10;

    private const int Letters = 4;

    /// <summary>Writes the slots of a word to <paramref name="slots"/> [<see cref="PerWord"/>], zeros behind them.</summary>
    /// <param name="whole">False leaves the word itself out, as if it had never been seen.</param>
    public static void Write(string word, Span<long> slots, bool whole = true)
    {
        slots.Clear();
        var used = 0;
        foreach (var part in word.Split(' '))
        {
            if (whole && used < PerWord)
                slots[used++] = Slot('w', part.All(char.IsAsciiDigit) && part.Length > 1 ? "00" : part);
            var framed = $"<{part}>";
            for (var at = 0; framed.Length > Letters && at + Letters <= framed.Length && used < PerWord; at++)
                slots[used++] = Slot('l', framed.AsSpan(at, Letters));
        }
    }

    /// <summary>FNV-1a (Fowler, Noll and Vo): the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static long Slot(char kind, ReadOnlySpan<char> text)
    {
        var hash = (14695981039346656037UL ^ kind) * 1099511628211UL;
        foreach (var letter in text)
            hash = (hash ^ letter) * 1099511628211UL;
        return 1 + (long)((hash ^ (hash >> 32)) % (Slots - 1));
    }
}
