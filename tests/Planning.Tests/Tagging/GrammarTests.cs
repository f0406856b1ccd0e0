using EdgeActors.Onnx.Training;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Tests.Tagging;

public sealed class GrammarTests
{
    [Fact]
    public void Every_choice_is_drawn_and_only_whole_readings()
    {
        var grammar = new Grammar(["# colors", "$color = red | dark blue", "", "ask: [q is the (big |)box $color ]?", "sentence: @ask"]);
        var random = new SeededRandom(1);

        var drawn = Enumerable.Range(0, 100).Select(_ => grammar.Draw("sentence", 0, ref random)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["[q is the big box dark blue]?", "[q is the big box red]?", "[q is the box dark blue]?", "[q is the box red]?"], drawn);
    }

    [Fact]
    public void A_name_with_a_dot_ends_before_a_full_stop()
    {
        var grammar = new Grammar(["c.do: name it", "sentence: @c.do.", "sentence: @c.do . then"]);
        var random = new SeededRandom(1);

        Assert.Equal(2, grammar.Count("sentence"));
        Assert.Equal("name it.", grammar.Draw("sentence", 0, ref random));
    }

    [Theory]
    [InlineData("no name here", "no name here")]
    [InlineData("sentence: is (it", "is (it")]
    [InlineData("sentence: is it) ?", "is it) ?")]
    [InlineData("sentence: is @nothing ?", "nothing")]
    public void A_line_that_cannot_be_drawn_is_said(string line, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => new Grammar([line])).Message);
}
