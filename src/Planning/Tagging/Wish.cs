using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Tagging;

/// <summary>One thing that a request asks for.</summary>
/// <param name="Body">Its words; of a question, the question.</param>
/// <param name="Asked">Whether a question mark stands behind it.</param>
/// <param name="Around">The norm of its words and of those before it that belong to no other wish: they may name its picture.</param>
/// <param name="References">The earlier answers it uses.</param>
internal sealed record Wish(SpanKind Kind, Clause Body, bool Asked, string Around, List<Reference> References);
