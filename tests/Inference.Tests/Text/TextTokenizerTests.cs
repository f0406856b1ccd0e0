using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Text;
using FsCheck.Xunit;

namespace EdgeActors.Inference.Tests.Text;

public sealed class TextTokenizerTests
{
    /// <summary>BLIP's vocabulary: bert-base-uncased, of which these ids are published, and behind it [DEC] and [ENC].</summary>
    private static readonly (int Id, string Token)[] Known =
    [
        (0, "[PAD]"), (100, "[UNK]"), (101, "[CLS]"), (102, "[SEP]"), (103, "[MASK]"), (1005, "'"), (1029, "?"), (1055, "s"), (1996, "the"), (2003, "is"), (2015, "##s"),
        (2054, "what"), (3609, "color"), (4937, "cat"), (6045, "hat"), (30522, "[DEC]"), (30523, "[ENC]"),
    ];

    private static readonly TextTokenizer Bert = TextTokenizer.Of(
        [.. Enumerable.Range(0, 30_524).Select(id => Known.FirstOrDefault(k => k.Id == id).Token ?? $"[unused{id}]")]);

    private static readonly TextFormat Blip = new() { Start = 30522, End = 102, Pad = 0, MaxTokens = 10, Question = 30523, QuestionTokens = 16 };

    [Fact]
    public void A_question_has_the_ids_of_BERT_between_those_of_BLIP()
    {
        var tensors = Bert.Question("What color is the cat's hat?", Blip);
        Assert.Equal([30523, 2054, 3609, 2003, 1996, 4937, 1005, 1055, 6045, 1029, 102, 0, 0, 0, 0, 0], tensors[0].Int64s.ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], tensors[1].Int64s.ToArray());
        Assert.Equal(("input_ids", "attention_mask"), (tensors[0].Name, tensors[1].Name));
    }

    [Fact]
    public void Words_come_back_as_people_write_them()
    {
        Assert.Equal("the cat's hat?", Bert.Decode([30522, 1996, 4937, 1005, 1055, 6045, 1029, 102]));
        Assert.Equal("the cats", Bert.Decode([1996, 4937, 2015]));
        Assert.Equal("", Bert.Decode([30522, 102, 0]));
    }

    [Theory]
    [InlineData("[SEP]")]
    [InlineData("is [DEC] the")]
    [InlineData("[ENC][SEP][PAD]")]
    public void A_special_token_in_a_text_is_only_text(string text) =>
        Assert.DoesNotContain(Bert.Encode(text), id => id is 0 or 102 or 30522 or 30523);

    [Property(MaxTest = 200)]
    public void Anything_can_be_read_and_what_is_not_known_is_unknown(string? text) =>
        Assert.All(Bert.Encode(text ?? ""), id => Assert.True(id == 100 || Known.Any(k => k.Id == id), $"{id}"));

    [Fact]
    public void A_vocabulary_of_words_has_BLIPs_tokens_at_its_end_and_reads_its_texts_without_gaps()
    {
        string[] texts = ["a red circle on the left, it's big", "Is there a circle?"];
        var tokenizer = TextTokenizer.Of(WordVocabulary.Of(texts));
        Assert.Equal((tokenizer.Count - 2, tokenizer.Count - 1), (tokenizer.Find("[DEC]"), tokenizer.Find("[ENC]")));
        var unknown = tokenizer.Require("[UNK]");
        Assert.All(texts, t => Assert.DoesNotContain(unknown, tokenizer.Encode(t)));
        Assert.Equal(texts[0], tokenizer.Decode(tokenizer.Encode(texts[0])));
        Assert.Contains(unknown, tokenizer.Encode("a purple circle"));
    }

    [Fact]
    public void A_file_that_is_no_vocabulary_is_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), $"no-vocabulary-{Guid.NewGuid():n}.txt");
        Assert.Equal(TextException.VocabularyUnreadable, Assert.Throws<TextException>(() => TextTokenizer.Open(path)).Code);
        File.WriteAllText(path, "just\nsome\nwords\n");
        try
        {
            Assert.Equal(TextException.VocabularyUnreadable, Assert.Throws<TextException>(() => TextTokenizer.Open(path)).Code);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
