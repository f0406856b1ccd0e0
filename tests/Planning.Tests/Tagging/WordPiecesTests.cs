using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Tests.Tagging;

public sealed class WordPiecesTests
{
    private static long[] Of(string word, bool whole = true)
    {
        var slots = new long[WordPieces.PerWord];
        WordPieces.Write(word, slots, whole);
        return slots;
    }

    [Fact]
    public void A_word_with_a_slip_of_the_finger_shares_pieces_with_it() => Assert.True(Of("describe").Intersect(Of("descrive")).Count(slot => slot != 0) >= 3);

    [Fact]
    public void Without_the_word_itself_its_letters_are_left() => Assert.Equal(Of("window")[1..6], Of("window", whole: false)[..5]);

    [Fact]
    public void Numbers_of_several_digits_are_one_word() => Assert.Equal(Of("37")[0], Of("512")[0]);

    [Fact]
    public void Every_slot_is_within_the_table_and_a_long_word_fills_no_more_than_its_place()
    {
        var slots = Of(new string('x', 200) + "abcdefghijklmnop");

        Assert.Equal(WordPieces.PerWord, slots.Length);
        Assert.All(slots, slot => Assert.InRange(slot, 1, WordPieces.Slots - 1));
    }
}
