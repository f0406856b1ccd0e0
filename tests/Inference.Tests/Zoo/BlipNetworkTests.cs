using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Tests.Text;
using EdgeActors.Inference.Text;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Tests.Zoo;

public sealed class BlipNetworkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_decoder_with_its_cache_says_token_by_token_what_training_says_at_once(bool asked)
    {
        using var tiny = new TinyBlip(asked);
        long[] answer = [5, 16, 17, 18, 11, 7];
        var inputs = Inputs(tiny, asked);
        using var training = new ModelRun(BlipNetwork.Training(tiny.Shape, seed: 3, texts: 1));
        using var encoder = new ModelRun(BlipNetwork.Encoder(tiny.Shape, seed: 3));
        using var decoder = new ModelRun(BlipNetwork.Decoder(tiny.Shape, seed: 3));
        var all = training.Run(OneText(With(inputs, Tensor.From(BlipNetwork.AnswerIds, [1, answer.Length], answer))))[BlipNetwork.Logits].As<float>().ToArray();
        var encoded = encoder.Run(inputs).Values.Single();

        var cache = Enumerable.Range(0, tiny.Shape.TextDepth).SelectMany(l => new[] { "decoder.key", "decoder.value", "encoder.key", "encoder.value" }
            .Select(part => Tensor.From($"past_key_values.{l}.{part}", [1, tiny.Shape.Heads, 0, tiny.Shape.Width / tiny.Shape.Heads], ReadOnlySpan<float>.Empty))).ToList();
        for (var i = 0; i < answer.Length; i++)
        {
            var feed = cache.ToDictionary(c => c.Name);
            feed["input_ids"] = Tensor.From("input_ids", [1, 1], [answer[i]]);
            feed[BlipNetwork.Patches] = i == 0
                ? Tensor.From(BlipNetwork.Patches, encoded.Dims.AsSpan(), encoded.As<float>())
                : Tensor.From(BlipNetwork.Patches, [1, 0, tiny.Shape.Width], ReadOnlySpan<float>.Empty);
            if (asked) feed["encoder_attention_mask"] = Tensor.From("encoder_attention_mask", [1, 8], inputs["attention_mask"].As<long>());
            var outputs = decoder.Run(feed);
            var logits = outputs[BlipNetwork.Logits].As<float>().ToArray();
            for (var v = 0; v < logits.Length; v++) Assert.Equal(all[i * logits.Length + v], logits[v], 1e-4);
            cache = [.. cache.Select(c => outputs[c.Name.Replace("past_key_values", "present", StringComparison.Ordinal)]).Zip(cache, (now, old) => Tensor.From(old.Name, now.Dims.AsSpan(), now.As<float>()))];
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_texts_about_a_picture_are_each_read_as_if_alone(bool asked)
    {
        using var tiny = new TinyBlip(asked);
        long[] answers = [5, 16, 17, 18, 11, 7, 5, 9, 9, 13, 12, 10], questions = [6, 12, 11, 15, 3, 0, 0, 0, 6, 13, 14, 16, 17, 7, 3, 0], masks = [1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0];
        var pixels = Inputs(tiny, asked: false);
        using var both = new ModelRun(BlipNetwork.Training(tiny.Shape, seed: 3, texts: 2));
        using var one = new ModelRun(BlipNetwork.Training(tiny.Shape, seed: 3, texts: 1));
        var together = both.Run(Texts(0, 2))[BlipNetwork.Logits].As<float>().ToArray();
        var alone = Enumerable.Range(0, 2).SelectMany(t => one.Run(Texts(t, 1))[BlipNetwork.Logits].As<float>().ToArray()).ToArray();
        Assert.Equal(together.Length, alone.Length);
        for (var i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i], 1e-4);

        Dictionary<string, Tensor> Texts(int from, int count)
        {
            var inputs = With(pixels, Of(BlipNetwork.AnswerIds, answers));
            return asked ? With(With(inputs, Of("input_ids", questions)), Of("attention_mask", masks)) : inputs;

            Tensor Of(string name, long[] all) => Tensor.From(name, [1, count, all.Length / 2], all.AsSpan(from * all.Length / 2, count * all.Length / 2));
        }
    }

    [Fact]
    public void Filling_behind_a_question_changes_nothing()
    {
        using var tiny = new TinyBlip(asked: true);
        var inputs = Inputs(tiny, asked: true);
        using var encoder = new ModelRun(BlipNetwork.Encoder(tiny.Shape, seed: 3));
        var plain = encoder.Run(inputs).Values.Single().As<float>().ToArray();
        var ids = inputs["input_ids"].As<long>().ToArray();
        (ids[6], ids[7]) = (17, 18);                         // behind the mask
        var filled = encoder.Run(With(inputs, Tensor.From("input_ids", [1, 8], ids))).Values.Single().As<float>().ToArray();
        Assert.Equal(plain[..(5 * tiny.Shape.Width)], filled[..(5 * tiny.Shape.Width)]);
        Assert.NotEqual(plain, filled);
    }

    [Fact]
    public void Training_makes_the_right_answer_likelier_in_every_part()
    {
        using var tiny = new TinyBlip(asked: true);
        var tokenizer = TextTokenizer.Of(TinyBlip.Vocabulary);
        var set = Colours();
        var recipe = BlipRecipes.Find("vqa-blip-small")! with { Shape = tiny.Shape, Batches = new WordedBatchOptions { BatchSize = 8, Texts = 1 } };
        using var step = new TrainStep(BlipNetwork.Training(tiny.Shape, seed: 3, texts: 1), recipe.Step, batchSize: 8);
        var losses = new List<double>();
        var format = tiny.Open().Manifest.Text!;
        new Trainer(step, new WordedBatches(set, tokenizer, format, recipe.Batches, BlipRecipe.Normalization, seed: 1),
            new TrainingOptions { Epochs = 12, Schedule = new ConstantRate(0.01f) }, TimeProvider.System).Run(p => losses.Add(p.Loss));

        Assert.True(losses[^1] < 0.2 * losses[0], $"the loss went from {losses[0]:F2} to {losses[^1]:F2}");
        var before = BlipNetwork.Training(tiny.Shape, seed: 3, texts: 1).Graph.Constants;
        foreach (var part in new[] { "vision/stem1/convolution.weight", "vision/positions.weight", "question/words.weight", "question/layer0/picture/key.weight", "decoder/words.weight", "decoder/layer1/encoded/value.weight" })
            Assert.NotEqual(before[part].As<float>().ToArray(), step.Weight(part).ToArray());
    }

    /// <summary>Red and dark pictures, asked whether they are red.</summary>
    private static WordedPictures Colours()
    {
        var pixels = new byte[32 * 3 * 32 * 32];
        for (var i = 0; i < 32; i += 2) pixels.AsSpan(i * 3 * 32 * 32, 32 * 32).Fill(220);
        return new WordedPictures("colours", 32, pixels, [.. Enumerable.Range(0, 32).Select(i => new WordedExample(i, "is the shape red?", [i % 2 == 0 ? "yes" : "no"]))]);
    }

    private static Dictionary<string, Tensor> Inputs(TinyBlip tiny, bool asked)
    {
        var pixels = new SeededRandom(9).NextNormals(3 * 32 * 32, 1);
        var inputs = new Dictionary<string, Tensor> { [BlipNetwork.Pixels] = Tensor.From(BlipNetwork.Pixels, [1, 3, 32, 32], pixels) };
        if (!asked) return inputs;
        inputs["input_ids"] = Tensor.From("input_ids", [1, 8], (ReadOnlySpan<long>)[6, 12, 11, 15, 3, 0, 0, 0]);
        inputs["attention_mask"] = Tensor.From("attention_mask", [1, 8], (ReadOnlySpan<long>)[1, 1, 1, 1, 1, 0, 0, 0]);
        return inputs;
    }

    /// <summary>Whole numbers [1, length] as [1, 1, length]: one text about one picture.</summary>
    private static Dictionary<string, Tensor> OneText(Dictionary<string, Tensor> inputs) => inputs.ToDictionary(
        i => i.Key, i => i.Value.Type == ElementType.Int64 ? Tensor.From(i.Key, [1, 1, i.Value.Elements], i.Value.As<long>()) : i.Value);

    private static Dictionary<string, Tensor> With(Dictionary<string, Tensor> inputs, Tensor further) => new(inputs) { [further.Name] = further };
}
