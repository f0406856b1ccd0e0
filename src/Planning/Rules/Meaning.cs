namespace EdgeActors.Planning.Rules;

/// <summary>A clause, understood.</summary>
/// <param name="Body">The clause without courtesy and without leading references: for a question, the question.</param>
/// <param name="References">What it uses of earlier answers.</param>
/// <param name="Missing">For <see cref="MeaningKind.Missing"/>, what is missing.</param>
/// <param name="Indirect">A question in the form "tell me whether ...".</param>
internal sealed record Meaning(MeaningKind Kind, Clause Body, IReadOnlyList<Reference> References, string? Missing = null, bool Indirect = false)
{
    /// <summary>The probability from which the clause judge is believed instead of the rule that read the clause; null where the rule is sure.</summary>
    public double? OverruledFrom { get; init; }
}
