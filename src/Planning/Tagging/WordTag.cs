namespace EdgeActors.Planning.Tagging;

/// <summary>What one word is part of.</summary>
/// <param name="Begins">Whether a stretch begins with it: two questions may stand side by side.</param>
/// <param name="Uses">The earlier answer that it, with its neighbours, points at.</param>
internal readonly record struct WordTag(SpanKind Kind, bool Begins, EarlierAnswer Uses)
{
    /// <summary>Number of classes of <see cref="Class"/>.</summary>
    public const int Classes = 11;

    /// <summary>0 outside, then two for each kind: its first word, its other words (the BIO scheme of Ramshaw and Marcus 1995).</summary>
    public int Class => Kind == SpanKind.None ? 0 : 2 * (int)Kind - (Begins ? 1 : 0);

    public static WordTag Of(int kind, int uses) => new((SpanKind)((kind + 1) / 2), kind % 2 == 1, (EarlierAnswer)uses);
}
