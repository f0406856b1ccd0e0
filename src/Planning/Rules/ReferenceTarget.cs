namespace EdgeActors.Planning.Rules;

/// <summary>Which kind of earlier answer words point at.</summary>
internal enum ReferenceTarget
{
    Any,
    Caption,
    Label,
    Answer,
}
