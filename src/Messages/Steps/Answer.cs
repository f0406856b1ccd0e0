namespace EdgeActors.Messages;

/// <summary>What a model says about a picture.</summary>
public abstract record Answer
{
    /// <summary>The answer in words: what a later question of the same plan may hold.</summary>
    public abstract string Words { get; }
}
