using System.Text;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.Tokenizers;

namespace EdgeActors.Inference.Text;

/// <summary>
/// Words to token ids and back, by WordPiece (Wu et al. 2016, section 4.1) as BERT and BLIP use it. Lower-cases, and never takes a special token from a
/// text: someone who writes "[SEP]" asks about brackets. Safe for several threads.
/// </summary>
public sealed class TextTokenizer
{
    private const string Continues = "##";

    // No space stands before these, or after those that open.
    private const string Closing = ".,!?;:%)]}'-";
    private const string Opening = "([{'-$#";

    private readonly BertTokenizer _pieces;
    private readonly string[] _vocabulary;

    private TextTokenizer(BertTokenizer pieces, string[] vocabulary) => (_pieces, _vocabulary) = (pieces, vocabulary);

    /// <summary>Number of tokens; ids lie below it.</summary>
    public int Count => _vocabulary.Length;

    /// <param name="path">One token a line, <c>[UNK]</c>, <c>[CLS]</c>, <c>[SEP]</c>, <c>[PAD]</c> and <c>[MASK]</c> among them.</param>
    /// <exception cref="TextException">No such file, or no vocabulary.</exception>
    public static TextTokenizer Open(string path)
    {
        try
        {
            return Of(File.ReadAllLines(path));
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw new TextException(TextException.VocabularyUnreadable, $"{path} is no WordPiece vocabulary: {e.Message}", e);
        }
    }

    /// <param name="vocabulary">The tokens in the order of their ids.</param>
    public static TextTokenizer Of(IReadOnlyList<string> vocabulary)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        var options = new BertOptions { LowerCaseBeforeTokenization = true, SplitOnSpecialTokens = false };
        return new TextTokenizer(BertTokenizer.Create(lines, options), [.. vocabulary]);
    }

    /// <summary>The id of a token as it stands in the vocabulary, special ones included; null where it has none.</summary>
    public int? Find(string token) => Array.IndexOf(_vocabulary, token) is >= 0 and var id ? id : null;

    /// <summary>Without anything around it.</summary>
    public IReadOnlyList<int> Encode(string text) => _pieces.EncodeToIds(text, addSpecialTokens: false);

    /// <summary>Words as a person writes them. Special tokens say nothing and are left out.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var text = new StringBuilder();
        foreach (var token in ids.Select(Token))
        {
            if (token is ['[', .., ']'] and { Length: > 2 }) continue;
            if (token.StartsWith(Continues, StringComparison.Ordinal)) text.Append(token, Continues.Length, token.Length - Continues.Length);
            else if (text.Length == 0 || Joins(text[^1], token[0])) text.Append(token);
            else text.Append(' ').Append(token);
        }
        return text.ToString();
    }

    /// <summary>
    /// What a graph that is asked reads: <c>[ENC] question [SEP]</c>, filled up to <see cref="TextFormat.QuestionTokens"/>, and the mask of what is not filling.
    /// </summary>
    /// <exception cref="TextException">Nothing is asked, or more than the model can read: half a question would be another one.</exception>
    public IReadOnlyList<TensorData> Question(string question, TextFormat format)
    {
        var words = Encode(question);
        if (words.Count == 0) throw new TextException(TextException.QuestionEmpty, "The question has no words: ask something about the picture.");
        if (words.Count + 2 > format.QuestionTokens)
            throw new TextException(TextException.QuestionTooLong,
                $"The question has {words.Count} tokens, this model reads at most {format.QuestionTokens - 2}: ask it more briefly.");

        var (ids, mask) = (new long[format.QuestionTokens], new long[format.QuestionTokens]);
        Array.Fill(ids, format.Pad);
        ids[0] = format.Question ?? throw new InvalidOperationException("This model is asked nothing: its format names no token before a question.");
        for (var i = 0; i < words.Count; i++) ids[i + 1] = words[i];
        ids[words.Count + 1] = format.End;
        mask.AsSpan(0, words.Count + 2).Fill(1);
        long[] shape = [1, ids.Length];
        return [TensorData.OfInt64s(format.QuestionTensor, shape, ids), TensorData.OfInt64s(format.MaskTensor, shape, mask)];
    }

    private string Token(int id) => id >= 0 && id < _vocabulary.Length
        ? _vocabulary[id]
        : throw new TextException(TextException.VocabularyUnreadable, $"Token {id} is not in the vocabulary of {_vocabulary.Length}: it belongs to another model.");

    /// <summary>"cat ' s" is one word, and so is "10 - year".</summary>
    private static bool Joins(char last, char next) =>
        Closing.Contains(next, StringComparison.Ordinal) || Opening.Contains(last, StringComparison.Ordinal);
}
