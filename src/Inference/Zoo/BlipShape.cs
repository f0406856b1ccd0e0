namespace EdgeActors.Inference.Zoo;

/// <summary>Sizes of a BLIP-shaped model. Pictures are [3, side, side]; the stem makes side / 8 squared patches of them.</summary>
public sealed record BlipShape
{
    /// <summary>Pixels, a multiple of 8.</summary>
    public int Side { get; init; } = 64;

    /// <summary>Channels of the stem at a half and a quarter of the side; at an eighth it has <see cref="Width"/>.</summary>
    public IReadOnlyList<int> Stem { get; init; } = [24, 48];

    public int Width { get; init; } = 96;

    public int Heads { get; init; } = 4;

    /// <summary>Hidden over outer width of the layers' feed-forward part.</summary>
    public int Expansion { get; init; } = 2;

    /// <summary>Layers of the vision encoder.</summary>
    public int VisionDepth { get; init; } = 3;

    /// <summary>Layers of the question encoder and of the decoder each.</summary>
    public int TextDepth { get; init; } = 2;

    public required int Vocabulary { get; init; }

    /// <summary>Tokens of a question, both ends counted; 0 for a model that is asked nothing.</summary>
    public int QuestionTokens { get; init; }

    /// <summary>Most tokens of an answer, without start and end.</summary>
    public required int AnswerTokens { get; init; }

    public int Patches => Side / 8 * (Side / 8);
}
