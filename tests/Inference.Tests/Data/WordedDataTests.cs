using System.IO.Compression;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Scenes;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Text;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Tests.Data;

public sealed class WordedDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-words-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Easy_VQA_is_read_alike_from_a_folder_and_from_a_zip()
    {
        var data = WriteEasyVqa();
        var zip = Path.Combine(_folder, "easy.zip");
        ZipFile.CreateFromDirectory(data, zip);
        var (folder, zipped) = (EasyVqa.Read(data, "train"), EasyVqa.Read(zip, "train"));

        Assert.Equal(folder.Pixels, zipped.Pixels);
        Assert.Equal((2, 64, 3), (folder.Pictures, folder.Side, folder.Examples.Count));
        Assert.Equal((1, "what shape is it?", "ring"), (zipped.Examples[1].Picture, zipped.Examples[1].Question, zipped.Examples[1].Answers[0]));
        Assert.Equal(ScenePainter.Paint(SceneGenerator.Draw(1, 5), 64), folder.Picture(1).ToArray());
    }

    [Theory]
    [InlineData("""[["what?", "this", 9]]""", "images/9.png")]
    [InlineData("""[["what?"]]""", "rows")]
    [InlineData("nothing", "rows")]
    public void What_is_no_easy_VQA_is_refused_with_what_is_wrong(string questions, string named)
    {
        var data = WriteEasyVqa();
        File.WriteAllText(Path.Combine(data, "train", "questions.json"), questions);
        Assert.Contains(named, Assert.Throws<DataSetException>(() => EasyVqa.Read(data, "train")).Message, StringComparison.Ordinal);
        Assert.Throws<DataSetException>(() => EasyVqa.Read(data, "validation"));
        Assert.Throws<DataSetException>(() => EasyVqa.Read(Path.Combine(_folder, "nowhere"), "train"));
    }

    [Fact]
    public void Pictures_held_out_take_all_their_words_along()
    {
        var set = SceneGenerator.Create(30, seed: 1);
        var (kept, heldOut) = set.HoldOut(8, seed: 2);
        Assert.Equal((22, 8), (kept.Examples.Count, heldOut.Examples.Count));
        Assert.Empty(kept.Examples.Select(e => e.Picture).Intersect(heldOut.Examples.Select(e => e.Picture)));
        Assert.Equal(heldOut.Examples.Select(e => e.Picture), set.HoldOut(8, seed: 2).HeldOut.Examples.Select(e => e.Picture));
        Assert.Throws<DataSetException>(() => set.HoldOut(30, seed: 2));
    }

    [Fact]
    public void A_batch_is_the_same_whenever_it_is_asked_for_and_teaches_each_token_from_those_before()
    {
        var set = SceneGenerator.Create(12, seed: 1);
        var tokenizer = TextTokenizer.Of(WordVocabulary.Of(set.Examples.SelectMany(e => e.Answers)));
        var recipe = BlipRecipes.Find("caption-blip-small")!;
        var shape = recipe.Shape with { Stem = [8, 8], Width = 16, Heads = 2, VisionDepth = 1, TextDepth = 1, Vocabulary = tokenizer.Count };
        var options = new WordedBatchOptions { BatchSize = 4, Texts = 2 };
        using var step = new TrainStep(BlipNetwork.Training(shape, 1, texts: 2), recipe.Step, batchSize: 4);
        WordedBatches Batches() => new(set, tokenizer, recipe.FormatFor(tokenizer), options, BlipRecipe.Normalization, seed: 3);

        var batches = Batches();
        Assert.Equal(3, batches.BatchesPerEpoch);
        batches.Fill(0, 0, step);
        batches.Fill(2, 1, step);
        var (read, said, pixels) = (step.Input<long>(BlipNetwork.AnswerIds).ToArray(), step.Input<long>(WordedBatchOptions.Target).ToArray(), step.Input<float>(BlipNetwork.Pixels).ToArray());
        Batches().Fill(2, 1, step);
        Assert.Equal(read, step.Input<long>(BlipNetwork.AnswerIds).ToArray());
        Assert.Equal(pixels, step.Input<float>(BlipNetwork.Pixels).ToArray());

        var length = shape.AnswerTokens + 1;
        var captions = set.Examples.SelectMany(e => e.Answers).ToHashSet();
        for (var row = 0; row < 8; row++)
        {
            var (from, to) = (read[(row * length)..((row + 1) * length)], said[(row * length)..((row + 1) * length)]);
            var end = Array.IndexOf(to, (long)tokenizer.Require("[SEP]"));
            Assert.Equal(tokenizer.Require("[DEC]"), from[0]);
            Assert.Equal(from[1..(end + 1)], to[..end]);
            Assert.All(to[(end + 1)..], t => Assert.Equal(-100, t));
            Assert.Contains(tokenizer.Decode(to[..end].Select(t => (int)t)), captions);
        }
    }

    [Fact]
    public void A_synonym_takes_the_place_of_a_word_as_often_as_asked()
    {
        var example = new WordedExample(0, "what color is it?", ["red"]);
        var set = new WordedPictures("one", 32, new byte[3 * 32 * 32], [example]);
        var tokenizer = TextTokenizer.Of(WordVocabulary.Of(["what color colour is it? red"]));
        var format = new TextFormat { Start = 0, End = 3, Pad = 0, MaxTokens = 2, Question = 1, QuestionTokens = 9 };
        var shape = new BlipShape { Side = 32, Stem = [8, 8], Width = 16, Heads = 2, VisionDepth = 1, TextDepth = 1, Vocabulary = tokenizer.Count, QuestionTokens = 9, AnswerTokens = 2 };
        using var step = new TrainStep(BlipNetwork.Training(shape, 1, texts: 1), BlipRecipes.Find("vqa-blip-small")!.Step, batchSize: 1);
        var batches = new WordedBatches(set, tokenizer, format, new() { BatchSize = 1, Texts = 1, Synonyms = [("color", "colour")], SynonymShare = 0.25 }, BlipRecipe.Normalization, seed: 1);
        var exchanged = 0;
        for (var epoch = 0; epoch < 400; epoch++)
        {
            batches.Fill(epoch, 0, step);
            exchanged += step.Input<long>(BlipNetwork.QuestionIds).Contains(tokenizer.Require("colour")) ? 1 : 0;
        }
        Assert.InRange(exchanged, 70, 130);
    }

    private string WriteEasyVqa()
    {
        var data = Path.Combine(_folder, "easy-vqa");
        Directory.CreateDirectory(Path.Combine(data, "train", "images"));
        File.WriteAllBytes(Path.Combine(data, "train", "images", "3.png"), ScenePainter.Png(SceneGenerator.Draw(1, 4), 64));
        File.WriteAllBytes(Path.Combine(data, "train", "images", "7.png"), ScenePainter.Png(SceneGenerator.Draw(1, 5), 64));
        File.WriteAllText(Path.Combine(data, "train", "questions.json"), """[["is it red?", "yes", 3], ["what shape is it?", "ring", 7], ["is it blue?", "no", 3]]""");
        return data;
    }
}
