namespace EdgeActors.Planning.Tagging;

/// <summary>Which earlier answer words point at, in the order of the tagger's outputs.</summary>
internal enum EarlierAnswer
{
    None,
    Caption,
    Label,
    Answer,

    /// <summary>The last one, whatever it is: <c>based on that</c>.</summary>
    Last,

    /// <summary>All so far: <c>using both</c>.</summary>
    All,
}
