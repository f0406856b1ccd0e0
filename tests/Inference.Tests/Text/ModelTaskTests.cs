using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Text;

namespace EdgeActors.Inference.Tests.Text;

public sealed class ModelTaskTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_answers_in_words_of_its_vocabulary_and_always_the_same(bool asked)
    {
        using var tiny = new TinyBlip(asked);
        using var task = ModelTask.Open(tiny.Open());
        var (first, again) = (Ask(tiny, task, "what colour is the shape?"), Ask(tiny, task, "what colour is the shape?"));

        Assert.Equal(asked ? ["input_ids", "attention_mask"] : [], task.Inputs("what colour is the shape?").Select(i => i.Name));
        Assert.Equal(first, again);
        Assert.InRange(first.Score, 0, 1);
        Assert.All(first.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries), w => Assert.Contains(TinyBlip.Vocabulary, v => w.Contains(v.Trim('#'), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bundle_of_it_answers_the_same_at_every_cut_and_the_question_never_crosses(bool asked)
    {
        using var tiny = new TinyBlip(asked);
        var stored = tiny.Open();
        var cache = new BundleCache(Path.Combine(tiny.Home, "bundles"), 100_000_000);
        var bundle = Bundle.FromBytes(new BundleBuilder().Build(stored, cache).ToBytes());
        using var task = ModelTask.Open(bundle, f => cache.PathOf(f.Sha256));
        var question = task.Inputs("is the shape red?");
        var picture = stored.Manifest.Picture!.ToTensor(TinyBlip.Picture(4));
        using var whole = new PartitionSession(stored.Path);
        var expected = task.Read(whole.Run(PartitionFeeds.Of(whole, [picture], question)), "is the shape red?");

        Assert.NotEmpty(bundle.Cuts);
        foreach (var cut in bundle.Cuts)
        {
            using var head = new PartitionSession(cache.PathOf(cut.Head.Sha256));
            using var tail = new PartitionSession(cache.PathOf(cut.Tail.Sha256));
            Assert.DoesNotContain(cut.Tensors, t => t.Name is "input_ids" or "attention_mask" or "pixel_values");
            var answer = task.Read(tail.Run(PartitionFeeds.Of(tail, head.Run(PartitionFeeds.Of(head, [picture], question)), question)), "is the shape red?");
            Assert.Equal(expected, answer);
        }
    }

    [Fact]
    public void A_question_can_be_cut_behind_its_encoder_where_little_crosses()
    {
        using var tiny = new TinyBlip(asked: true);
        var bundle = new BundleBuilder().Build(tiny.Open(), new BundleCache(Path.Combine(tiny.Home, "bundles"), 100_000_000));
        Assert.Contains(bundle.Cuts, c => c.PlainBytes == 4L * tiny.Shape.QuestionTokens * tiny.Shape.Width && c.Tensors.Count == 1);
        Assert.Contains(bundle.Cuts, c => c.PlainBytes == 4L * tiny.Shape.Patches * tiny.Shape.Width && c.HeadMacs < bundle.Macs / 2);
    }

    [Theory]
    [InlineData("", TextException.QuestionEmpty)]
    [InlineData("is the shape a red circle is the shape a red circle", TextException.QuestionTooLong)]
    public void A_question_that_cannot_be_read_is_refused(string question, string code)
    {
        using var tiny = new TinyBlip(asked: true);
        using var task = ModelTask.Open(tiny.Open());
        Assert.Equal(code, Assert.Throws<TextException>(() => task.Inputs(question)).Code);
    }

    [Fact]
    public void A_manifest_without_its_decoder_is_refused()
    {
        using var tiny = new TinyBlip(asked: false);
        var manifest = tiny.Open().Manifest;
        Assert.Contains("'decoder'", (manifest with { Files = new Dictionary<string, ModelFile>() }).Fault(), StringComparison.Ordinal);
        Assert.Contains("text section", (manifest with { Text = null }).Fault(), StringComparison.Ordinal);
    }

    private static TextAnswer Ask(TinyBlip tiny, ModelTask task, string question)
    {
        var stored = tiny.Open();
        using var session = new PartitionSession(stored.Path);
        return (TextAnswer)task.Read(session.Run(PartitionFeeds.Of(session, [stored.Manifest.Picture!.ToTensor(TinyBlip.Picture(4))], task.Inputs(question))), question);
    }
}
