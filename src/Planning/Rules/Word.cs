namespace EdgeActors.Planning.Rules;

/// <summary>A word or mark of the request.</summary>
/// <param name="Start">Offset of its first character in the cleaned text.</param>
/// <param name="End">Offset after its last.</param>
/// <param name="Norm">Lower case, American spelling, contractions opened and frequent typing errors mended; may hold two words (<c>what is</c>).</param>
/// <param name="LineStart">Whether it begins a line or a list item.</param>
internal readonly record struct Word(int Start, int End, string Norm, bool LineStart);
