using EdgeActors.Inference.Data.Words;

namespace EdgeActors.Inference.Tests.Data;

public sealed class BleuTests
{
    private const string First = "It is a guide to action which ensures that the military always obeys the commands of the party";
    private const string Second = "It is to insure the troops forever hearing the activity guidebook that party direct";

    private static readonly string[] References =
    [
        "It is a guide to action that ensures that the military will forever heed Party commands",
        "It is the guiding principle which guarantees the military forces always being under the command of the Party",
        "It is the practical guide for the Army always to heed the directions of the party",
    ];

    [Theory]                                                                       // Papineni et al. 2002, section 2.1
    [InlineData(First, 1, 17, 18)]
    [InlineData(Second, 1, 8, 14)]
    [InlineData(First, 2, 10, 17)]
    [InlineData(Second, 2, 1, 13)]
    public void The_precisions_are_those_of_the_paper(string candidate, int n, int matched, int all)
    {
        Assert.Equal((matched, all), Bleu.Clipped(Bleu.Words(candidate), [.. References.Select(Bleu.Words)], n));
    }

    [Fact]
    public void A_word_said_again_counts_no_more_often_than_in_one_reference()             // Papineni et al. 2002, example 2
    {
        string[][] references = [Bleu.Words("The cat is on the mat."), Bleu.Words("There is a cat on the mat.")];
        Assert.Equal((2, 7), Bleu.Clipped(Bleu.Words("the the the the the the the"), references, 1));
    }

    [Fact]
    public void A_corpus_scores_as_NLTK_documents_it()
    {
        // nltk.translate.bleu_score.corpus_bleu, its documented example: 0.5045… for the first sentence, 0.5920… for both.
        IReadOnlyList<string> books = ["he was interested in world history because he read the book"];
        Assert.Equal(0.5045666840058485, Bleu.OfCorpus([First], [References]), 1e-12);
        Assert.Equal(0.5920778868801042, Bleu.OfCorpus([First, "he read the book because he was interested in world history"], [References, books]), 1e-12);
    }

    [Fact]
    public void Brevity_is_punished_and_only_brevity()
    {
        IReadOnlyList<string> reference = ["a small red circle in the middle of a white picture"];
        var half = Bleu.OfCorpus(["a small red circle in"], [reference]);
        Assert.Equal(Math.Exp(1 - 11.0 / 5), half, 1e-12);
        Assert.Equal(1, Bleu.OfCorpus([reference[0]], [reference]), 1e-12);
        Assert.Equal(0, Bleu.OfCorpus(["green"], [reference]));
    }

    [Fact]
    public void References_that_agree_score_one_between_themselves()
    {
        Assert.Equal(1, Bleu.BetweenReferences([["a red circle on the left", "a red circle on the left"]]), 1e-12);
        Assert.Throws<ArgumentException>(() => Bleu.BetweenReferences([["only one"]]));
        IReadOnlyList<string> same = ["a red circle on the left", "a red circle on the left", "a blue square in the middle"];
        Assert.Equal(1, Bleu.LeavingOneOut([same[0]], [same]), 1e-12);
        Assert.Equal((1 + 1 + Bleu.OfCorpus([same[2]], [[same[0], same[1]]])) / 3, Bleu.LeavingOneOut([same[2]], [same]), 1e-12);
    }
}
