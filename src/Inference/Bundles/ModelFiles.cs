namespace EdgeActors.Inference.Bundles;

/// <summary>What a model's further files are for.</summary>
public static class ModelFiles
{
    /// <summary>The graph that writes the answer token by token from what the model's own graph gave.</summary>
    public const string Decoder = "decoder";

    /// <summary>The same for all tokens but the first, where an exporter writes two graphs.</summary>
    public const string DecoderWithPast = "decoder-with-past";

    /// <summary>One token a line; the line's number, from 0, is the token's id.</summary>
    public const string Vocabulary = "vocabulary";
}
