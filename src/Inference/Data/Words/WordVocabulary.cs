using EdgeActors.Inference.Text;

namespace EdgeActors.Inference.Data.Words;

/// <summary>A vocabulary of whole words, for texts whose words are few and known; what is not in it is read as <c>[UNK]</c>.</summary>
public static class WordVocabulary
{
    public const string Padding = "[PAD]";
    public const string Separator = "[SEP]";

    /// <summary>Stands before an answer, as in BLIP.</summary>
    public const string Decode = "[DEC]";

    /// <summary>Stands before a question, as in BLIP.</summary>
    public const string Encode = "[ENC]";

    private static readonly string[] Special = [Padding, "[UNK]", "[CLS]", Separator, "[MASK]"];
    private static readonly char[] Punctuation = ['.', ',', '?', '!', '\'', '-'];

    /// <summary>
    /// BERT's special tokens, punctuation, the words in ordinal order, and BLIP's two at the end, where the real one has them too.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(t => t.ToLowerInvariant().Split([' ', .. Punctuation], StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal);
        return [.. Special, .. Punctuation.Select(p => p.ToString()), .. words, Decode, Encode];
    }

    /// <summary>The id of a token that the vocabulary must have.</summary>
    public static int Require(this TextTokenizer tokenizer, string token) => tokenizer.Find(token)
        ?? throw new TextException(TextException.VocabularyUnreadable, $"The vocabulary of {tokenizer.Count} tokens lacks {token}.");
}
