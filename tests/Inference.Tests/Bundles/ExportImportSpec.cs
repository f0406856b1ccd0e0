using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Bundles.Exports;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Tests.Text;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Tests.Bundles;

/// <summary>Exports of the real ViT and BLIP, in small: their names, sizes, settings and vocabulary with random weights.</summary>
public sealed class ExportImportSpec : IDisposable
{
    private const string VitPictures = """{ "do_normalize": true, "do_resize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 2, "size": { "height": 224, "width": 224 } }""";

    private const string BlipPictures = """
        { "do_normalize": true, "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
          "image_processor_type": "BlipImageProcessor", "resample": 3, "size": { "height": 384, "width": 384 } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("export-import").FullName;

    private ModelStore Store => new(Path.Combine(_folder, "models"));

    private string Export { get; }

    public ExportImportSpec() => Export = Directory.CreateDirectory(Path.Combine(_folder, "export")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AVisionTransformerIsTakenWithItsLabelsAndTheSizesThatItsExportLeavesOpen()
    {
        Write("config.json", """{ "architectures": ["ViTForImageClassification"], "id2label": { "1": "goldfish", "0": "tench", "10": "brambling", "2": "shark" } }""");
        Write("preprocessor_config.json", VitPictures);
        var g = new GraphBuilder("vit");
        var pixels = g.Input("pixel_values", ElementType.Float, ["batch_size", "num_channels", "height", "width"]);
        var patches = g.Conv(pixels, g.Weight("patches", [4, 3, 16, 16], Waves(4 * 3 * 256)), strides: [16, 16]);
        g.Output(g.MatMul(g.Flatten(g.GlobalAveragePool(patches)), g.Weight("classifier", [4, 4], Waves(16))), "logits");
        OnnxFile.Write(g.Build(), Path.Combine(Export, "model.onnx"));

        var stored = Import().Into(Store, Export);

        var picture = stored.Manifest.Picture!;
        Assert.Equal((224, 224, PictureFit.Stretch), (picture.Width, picture.Height, picture.Fit));
        Assert.Equal(["tench", "goldfish", "shark", "brambling"], stored.Manifest.Labels);
        Assert.Equal([-1, 3, 224, 224], new PartitionSession(stored.Path).Inputs[0].Shape);
        Assert.NotEmpty(new BundleBuilder().Build(stored, new BundleCache(Path.Combine(_folder, "bundles"), 100_000_000)).Cuts);
    }

    [Fact]
    public void ABlipThatDescribesIsTakenAndAnswersWithWordsOfItsVocabulary()
    {
        WriteBlip("BlipForConditionalGeneration", asked: false);
        var stored = Import().Into(Store, Export);

        Assert.Equal(TaskNames.ImageCaptioning, stored.Manifest.Task);
        Assert.Equal((30522, 102, 0, null), (stored.Manifest.Text!.Start, stored.Manifest.Text.End, stored.Manifest.Text.Pad, stored.Manifest.Text.Question));
        Assert.Equal((384, 0.48145466f, 0.27577711f), (stored.Manifest.Picture!.Width, stored.Manifest.Picture.Mean[0], stored.Manifest.Picture.Std[2]));
        Assert.Equal("unused7 unused7", Answer(stored, null));
    }

    [Fact]
    public void ABlipThatIsAskedIsTakenAndReadsTheQuestion()
    {
        WriteBlip("BlipForQuestionAnswering", asked: true);
        var stored = (Import() with { QuestionTokens = 8 }).Into(Store, Export);

        Assert.Equal((30523, 8), (stored.Manifest.Text!.Question, stored.Manifest.Text.QuestionTokens));
        using var session = new PartitionSession(stored.Path);
        Assert.Equal([-1, 8], session.Inputs.Single(i => i.Name == "input_ids").Shape);
        Assert.Equal("unused7 unused7", Answer(stored, "what is it?"));
    }

    [Theory]
    [InlineData("vocab.txt", "vocab.txt")]
    [InlineData("decoder_model.onnx", "decoder_model_merged.onnx")]
    [InlineData("preprocessor_config.json", "preprocessor_config.json")]
    public void WhatIsMissingIsNamedAndNothingIsLeftBehind(string missing, string named)
    {
        WriteBlip("BlipForConditionalGeneration", asked: false);
        File.Delete(Path.Combine(Export, missing));
        Assert.Contains(named, Assert.Throws<ModelException>(() => Import().Into(Store, Export)).Message, StringComparison.Ordinal);
        Assert.Empty(Store.Names);
        Assert.False(Directory.Exists(Path.Combine(Store.Folder, "mine")));
    }

    [Fact]
    public void AnArchitectureForAnotherTaskIsRefused()
    {
        WriteBlip("BlipForImageTextRetrieval", asked: false);
        Assert.Contains("BlipForImageTextRetrieval", Assert.Throws<ModelException>(() => Import().Into(Store, Export)).Message, StringComparison.Ordinal);
    }

    private static ExportImport Import() => new() { Name = "mine", Licence = "BSD-3-Clause", Data = "not known", MaxTokens = 2 };

    private static string Answer(StoredModel stored, string? question)
    {
        using var task = ModelTask.Open(stored);
        using var session = new PartitionSession(stored.Path);
        var picture = stored.Manifest.Picture!.ToTensor(TinyBlip.Picture(1));
        return ((TextAnswer)task.Read(session.Run(PartitionFeeds.Of(session, [picture], task.Inputs(question))), question)).Text;
    }

    /// <summary>An encoder of 16x16 patches at 384 pixels, and a decoder without a cache that always says token 7.</summary>
    private void WriteBlip(string architecture, bool asked)
    {
        const int Width = 4, Vocabulary = 30_524;
        Write("config.json", $$"""
            { "architectures": ["{{architecture}}"], "model_type": "blip", "vision_config": { "image_size": 384 },
              "text_config": { "bos_token_id": 30522, "eos_token_id": 2, "pad_token_id": 0, "sep_token_id": 102, "vocab_size": 30524 } }
            """);
        Write("preprocessor_config.json", BlipPictures);
        // As on the hub: BERT's 30,522 tokens, without [DEC] and [ENC].
        Write("vocab.txt", string.Join('\n', Enumerable.Range(0, 30_522).Select(id => id switch { 0 => "[PAD]", 100 => "[UNK]", 101 => "[CLS]", 102 => "[SEP]", 103 => "[MASK]", 1029 => "?", _ => $"unused{id}" })) + "\n");

        var g = new GraphBuilder("encoder");
        var pixels = g.Input("pixel_values", ElementType.Float, ["batch_size", 3, "height", "width"]);
        var patches = g.Conv(pixels, g.Weight("patches", [Width, 3, 16, 16], Waves(Width * 3 * 256)), strides: [16, 16]);
        var features = g.Transpose(g.Reshape(patches, 0, Width, -1), 0, 2, 1);
        if (asked)
        {
            var ids = g.Input("input_ids", ElementType.Int64, ["batch_size", "sequence_length"]);
            var mask = g.Input("attention_mask", ElementType.Int64, ["batch_size", "sequence_length"]);
            var words = g.Mul(g.Gather(g.Weight("words", [Vocabulary, Width], Waves(Vocabulary * Width)), ids), g.Unsqueeze(g.Cast(mask, ElementType.Float), 2));
            features = g.Add(words, g.ReduceMean(features, [1]));
        }
        g.Output(features, asked ? "question_embeds" : "encoder_hidden_states");
        OnnxFile.Write(g.Build(), Path.Combine(Export, "encoder_model.onnx"));

        var d = new GraphBuilder("decoder");
        var read = d.Input("input_ids", ElementType.Int64, ["batch_size", "decoder_length"]);
        var seen = d.ReduceMean(d.Input("encoder_hidden_states", ElementType.Float, ["batch_size", "encoder_length", Width]), [1]);
        var always = new float[Vocabulary];
        always[7] = 1000;
        var logits = d.Add(d.MatMul(seen, d.Weight("out", [Width, Vocabulary], Waves(Width * Vocabulary))), d.Weight("always", [Vocabulary], always));
        d.Output(d.Add(logits, d.Mul(d.Unsqueeze(d.Cast(read, ElementType.Float), 2), d.Scalar(0f))), "logits");
        OnnxFile.Write(d.Build(), Path.Combine(Export, "decoder_model.onnx"));
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(Export, name), content);

    private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i))];
}
