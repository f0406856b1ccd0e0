using EdgeActors.Planning.Rules;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Tests.Tagging;

public sealed class MarkedTextTests
{
    [Fact]
    public void Marks_are_taken_out_of_the_text_and_put_on_its_words()
    {
        var marked = new MarkedText("[c name it], {lab given that name} [q is {lab the thing you named} red]? Thanks");

        Assert.Equal("name it, given that name is the thing you named red? Thanks", marked.Text);
        var tags = marked.Tags(Wording.Of(marked.Text));
        Assert.Equal([1, 2, 0, 0, 0, 0, 5, 6, 6, 6, 6, 6, 0, 0], tags.Select(tag => tag.Class));
        Assert.Equal(
            [false, false, false, true, true, true, false, true, true, true, true, false, false, false],
            tags.Select(tag => tag.Uses == EarlierAnswer.Label));
    }

    [Fact]
    public void Two_questions_side_by_side_begin_twice()
    {
        var marked = new MarkedText("[q is it red][q is it big]");

        Assert.Equal([5, 6, 6, 5, 6, 6], new MarkedText("[q is it red] [q is it big]").Tags(Wording.Of("is it red is it big")).Select(tag => tag.Class));
        Assert.Equal("is it redis it big", marked.Text);
    }

    [Fact]
    public void A_class_names_its_tag()
    {
        for (var kind = 0; kind < WordTag.Classes; kind++)
            Assert.Equal(kind, WordTag.Of(kind, 0).Class);
    }

    [Theory]
    [InlineData("[z what]")]
    [InlineData("{all} of it")]
    [InlineData("[q is it")]
    [InlineData("is it]")]
    [InlineData("[q is it}")]
    public void A_text_with_wrong_marks_is_said(string marked) =>
        Assert.Contains(marked, Assert.Throws<InvalidDataException>(() => new MarkedText(marked)).Message);
}
