namespace EdgeActors.Inference.Data.Words;

/// <summary>How batches of pictures with words are drawn.</summary>
public sealed record WordedBatchOptions
{
    /// <summary>The train step's input for the tokens that are to be said: int64 [batch, tokens], -100 behind the end.</summary>
    public const string Target = "labels";

    public int BatchSize { get; init; } = 64;

    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Other words that people use for those of the questions.</summary>
    public IReadOnlyList<(string Word, string Other)> Synonyms { get; init; } = [];

    /// <summary>How often a word is exchanged for its synonym, 0 to 1.</summary>
    public double SynonymShare { get; init; } = 0.1;
}
