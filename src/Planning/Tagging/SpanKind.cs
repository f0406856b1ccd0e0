namespace EdgeActors.Planning.Tagging;

/// <summary>What a stretch of words asks for, in the order of the tagger's outputs.</summary>
internal enum SpanKind
{
    /// <summary>Courtesy, context, joining words: no step.</summary>
    None,

    Classification,
    Caption,
    Question,

    /// <summary>What no model here does.</summary>
    Unsupported,

    /// <summary>Orders to the system instead of a wish about a picture.</summary>
    Attack,
}
