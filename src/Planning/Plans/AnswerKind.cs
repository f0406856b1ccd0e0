namespace EdgeActors.Planning;

/// <summary>What a task answers with. A question may use an earlier answer only if it can be put into words.</summary>
public enum AnswerKind
{
    /// <summary>One of a fixed set of names.</summary>
    Label,

    /// <summary>A phrase or sentence.</summary>
    Text,

    /// <summary>Pixels or a mask: no words, so no question can hold it.</summary>
    Picture,
}
