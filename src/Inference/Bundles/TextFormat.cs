namespace EdgeActors.Inference.Bundles;

/// <summary>
/// How a model reads a question and writes its answer: the token ids that frame both, and how long they may be. The words are in the
/// model's vocabulary file (<see cref="ModelFiles.Vocabulary"/>).
/// </summary>
public sealed record TextFormat
{
    /// <summary>Stands before every answer; BLIP's <c>[DEC]</c>.</summary>
    public required int Start { get; init; }

    /// <summary>Ends an answer; BLIP's <c>[SEP]</c>, whatever the export's configuration calls end of text.</summary>
    public required int End { get; init; }

    /// <summary>Fills a question up to <see cref="QuestionTokens"/>; masked out.</summary>
    public required int Pad { get; init; }

    /// <summary>Most tokens of an answer, without <see cref="Start"/> and <see cref="End"/>.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Answers pursued at once; 1 is greedy.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Stands before every question in place of <c>[CLS]</c>; BLIP's <c>[ENC]</c>. Null for a model that is asked nothing.</summary>
    public int? Question { get; init; }

    /// <summary>A question is filled up to this many tokens, both ends counted, so that what crosses a cut has one shape; a longer one is refused.</summary>
    public int QuestionTokens { get; init; }

    /// <summary>The graph's input for the question: int64 <c>[1, QuestionTokens]</c>.</summary>
    public string QuestionTensor { get; init; } = "input_ids";

    /// <summary>The graph's input that is 1 on the question's tokens and 0 on what fills up, of the same shape.</summary>
    public string MaskTensor { get; init; } = "attention_mask";

    public string? Fault() => this switch
    {
        { Start: < 0 } or { End: < 0 } or { Pad: < 0 } or { Question: < 0 } => "text: token ids cannot be negative",
        { MaxTokens: < 1 or > 512 } => $"text.maxTokens must lie between 1 and 512, not {MaxTokens}",
        { Beams: < 1 or > 16 } => $"text.beams must lie between 1 and 16, not {Beams}",
        { Question: not null, QuestionTokens: < 3 or > 512 } => $"text.questionTokens must lie between 3 and 512, not {QuestionTokens}",
        _ => null,
    };
}
