namespace EdgeActors.Planning.Rules;

internal enum ClauseEnd
{
    /// <summary>A comma or a joining word: the sentence goes on.</summary>
    Open,

    Stop,

    QuestionMark,
}
