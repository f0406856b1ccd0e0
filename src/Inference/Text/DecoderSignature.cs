using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Text;

/// <summary>
/// What each input of an exported text decoder means, told by the names that Optimum, transformers and winml-cli give them. Sizes:
/// <c>n</c> new tokens, <c>p</c> tokens before them, <c>t</c> vectors that were encoded.
/// </summary>
internal sealed record DecoderSignature
{
    public const string Logits = "logits";

    /// <summary>int64 or int32 <c>[1, n]</c>.</summary>
    public required TensorSpec Ids { get; init; }

    /// <summary>float32 <c>[1, t, width]</c>: the picture's patches, or the question's words.</summary>
    public TensorSpec? Encoded { get; init; }

    /// <summary><c>[1, t]</c>: 1 where <see cref="Encoded"/> counts.</summary>
    public TensorSpec? EncodedMask { get; init; }

    /// <summary><c>[1, p + n]</c>, or as long as a cache of fixed size.</summary>
    public TensorSpec? Mask { get; init; }

    /// <summary><c>[1, n]</c> or <c>[n]</c>: p, p + 1, …</summary>
    public TensorSpec? Positions { get; init; }

    /// <summary>bool <c>[1]</c>: whether the past counts, in graphs merged from two.</summary>
    public TensorSpec? UseCache { get; init; }

    /// <summary>Keys and values of earlier tokens; none where the graph keeps none. See <see cref="PresentOf"/>.</summary>
    public required IReadOnlyList<TensorSpec> Cache { get; init; }

    /// <exception cref="TextException">An input whose meaning is not known, or no logits.</exception>
    public static DecoderSignature Of(PartitionSession session)
    {
        var left = session.Inputs.ToDictionary(i => i.Name);
        TensorSpec? Take(params string[] names) => names.Select(n => left.Remove(n, out var spec) ? spec : null).FirstOrDefault(s => s is not null);
        var signature = new DecoderSignature
        {
            Ids = Take("decoder_input_ids", "input_ids") ?? throw Unknown(session, "it takes no input_ids"),
            Encoded = Take("encoder_hidden_states", "question_embeds", "image_embeds"),
            EncodedMask = Take("encoder_attention_mask"),
            Mask = Take("decoder_attention_mask", "attention_mask"),
            Positions = Take("cache_position", "position_ids"),
            UseCache = Take("use_cache_branch"),
            Cache = [.. session.Inputs.Where(i => i.Name.StartsWith("past", StringComparison.Ordinal))],
        };
        foreach (var past in signature.Cache) left.Remove(past.Name);
        if (left.Count > 0) throw Unknown(session, $"nothing is known to feed {string.Join("; ", left.Values)}");
        return session.Outputs.Any(o => o.Name == Logits) ? signature : throw Unknown(session, $"it has no output '{Logits}'");
    }

    /// <summary>Keys and values of what was encoded, which do not grow with the text.</summary>
    public static bool IsOfEncoded(string past) => past.Contains(".encoder.", StringComparison.Ordinal);

    /// <summary>The output that takes the place of an input of the cache: <c>past_key_values.0.key</c> and <c>present.0.key</c>, or <c>past_0_key</c> and <c>present_0_key</c>.</summary>
    public static string PresentOf(string past) => past.Replace("past_key_values", "present", StringComparison.Ordinal).Replace("past_", "present_", StringComparison.Ordinal);

    private static TextException Unknown(PartitionSession session, string what) => new(TextException.DecoderUnknown,
        $"{session.Name} is no text decoder that can be run: {what}. Export it as Optimum, transformers or winml-cli do.");
}
