using EdgeActors.Planning.Rules;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Tests.Tagging;

public sealed class SentenceBoundsTests
{
    private static string[] SentencesOf(string text)
    {
        var wording = Wording.Of(text);
        return [.. SentenceBounds.Of(wording).Select(sentence => wording.Original(sentence.From, sentence.To))];
    }

    [Theory]
    [InlineData("Describe it. Is it red?! Thanks", "Describe it.|Is it red?!|Thanks")]
    [InlineData("describe\nis it red", "describe|is it red")]
    [InlineData("1. describe it", "1. describe it")]
    [InlineData("Is it 2.5 metres tall?", "Is it 2.5 metres tall?")]
    [InlineData("what is in dog.jpg then", "what is in dog.jpg then")]
    public void Closing_marks_and_lines_end_sentences(string text, string sentences) => Assert.Equal(sentences.Split('|'), SentencesOf(text));

    [Fact]
    public void A_long_sentence_is_cut_at_its_last_comma_and_no_word_is_lost()
    {
        var text = string.Join(' ', Enumerable.Repeat("describe the long red boat ,", 30));

        var sentences = SentencesOf(text);

        Assert.Equal(text, string.Join(' ', sentences));
        Assert.All(sentences, sentence => Assert.InRange(sentence.Split(' ').Length, 1, SentenceBounds.Longest));
        Assert.All(sentences.Skip(1), sentence => Assert.StartsWith(",", sentence));
    }
}
