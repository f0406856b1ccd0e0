namespace EdgeActors.Planning.Rules;

/// <summary>What a clause asks for.</summary>
internal enum MeaningKind
{
    /// <summary>Context, courtesy or a style wish: no step.</summary>
    Nothing,

    Classify,

    Caption,

    Question,

    /// <summary>Asks for what no registered task does.</summary>
    Missing,

    /// <summary>Only points at earlier answers: belongs to the clause beside it.</summary>
    Reference,

    /// <summary>"If it is a dog, ...": the clause after it uses an earlier answer.</summary>
    Condition,

    /// <summary>Gives orders to the system: the whole request is refused.</summary>
    Attack,

    /// <summary>No rule knows it.</summary>
    Unknown,
}
