namespace EdgeActors.Messages;

/// <summary>A phrase or sentence.</summary>
/// <param name="Score">Mean probability per word, 0 to 1.</param>
public sealed record TextAnswer(string Text, float Score) : Answer
{
    public override string Words => Text;
}
