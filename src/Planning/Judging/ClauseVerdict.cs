namespace EdgeActors.Planning.Judging;

/// <summary>What a clause asks for, in the order of the text classifier's outputs.</summary>
public enum ClauseVerdict
{
    Nothing,
    Classification,
    Caption,
    Question,
    Unsupported,

    /// <summary>Orders to the system instead of a wish about a picture.</summary>
    Attack,
}
