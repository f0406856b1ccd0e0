namespace EdgeActors.Planning;

/// <summary>Whether a task takes text beside the picture.</summary>
public enum QuestionRule
{
    None,

    /// <summary>The text steers the answer but need not be there, as a prompt does in captioning.</summary>
    Optional,

    Required,
}
