namespace EdgeActors.Inference.Data.Words;

/// <summary>How batches of pictures with words are drawn.</summary>
public sealed record WordedBatchOptions
{
    /// <summary>The train step's input for the tokens that are to be said: int64 [batch, texts, tokens], -100 behind the end.</summary>
    public const string Target = "labels";

    /// <summary>Pictures.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Texts drawn for each picture: it is encoded once for all of them.</summary>
    public int Texts { get; init; } = 4;

    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Other words that people use for those of the questions.</summary>
    public IReadOnlyList<(string Word, string Other)> Synonyms { get; init; } = [];

    /// <summary>How often a word is exchanged for its synonym, 0 to 1.</summary>
    public double SynonymShare { get; init; } = 0.1;
}
