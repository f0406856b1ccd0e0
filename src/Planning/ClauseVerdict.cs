namespace EdgeActors.Planning;

/// <summary>What a clause asks for, in the order of the text classifier's outputs.</summary>
public enum ClauseVerdict
{
    Nothing,
    Classification,
    Caption,
    Question,
    Unsupported,
}
