namespace EdgeActors.Planning.Rules;

/// <summary>Words that point at an earlier answer.</summary>
/// <param name="Target">Which answer.</param>
/// <param name="Plural">All earlier answers rather than the last one.</param>
/// <param name="Span">
/// Words that the answer can stand for (<c>the thing you named</c>), as in the person's text; null when the reference only says what to
/// go by (<c>based on that</c>).
/// </param>
internal sealed record Reference(ReferenceTarget Target, bool Plural, string? Span)
{
    /// <summary>1-based number when the person counted (<c>your second answer</c>), else null.</summary>
    public int? Number { get; init; }
}
