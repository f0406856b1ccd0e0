using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Tests.Tagging;

public sealed class TagTransitionsTests
{
    private const int Outside = 0, FirstOfQuestion = 2 * (int)SpanKind.Question - 1, OtherOfQuestion = FirstOfQuestion + 1;

    private static readonly TagTransitions Counted = TagTransitions.Of(Enumerable.Repeat((string[])["please [q is it big] and [q is it red]", "so [q how many are there] then"], 20).SelectMany(texts => texts).SelectMany(TaggedSentence.Of));

    [Fact]
    public void What_was_written_gains_and_what_never_was_loses()
    {
        Assert.True(Counted[OtherOfQuestion, OtherOfQuestion] > 0);
        Assert.True(Counted[Outside, FirstOfQuestion] > 0);
        Assert.True(Counted[OtherOfQuestion, FirstOfQuestion] < 0);
    }

    [Fact]
    public void Nothing_is_impossible() =>
        Assert.All(Enumerable.Range(0, WordTag.Classes * WordTag.Classes), i => Assert.True(float.IsFinite(Counted[i / WordTag.Classes, i % WordTag.Classes])));

    [Fact]
    public void A_file_keeps_them() => Assert.Equal(Counted.ToString(), TagTransitions.Parse(Counted.ToString()).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1 2 3")]
    public void A_file_without_them_is_refused(string text) => Assert.Contains("planner train", Assert.Throws<InvalidDataException>(() => TagTransitions.Parse(text)).Message);
}
