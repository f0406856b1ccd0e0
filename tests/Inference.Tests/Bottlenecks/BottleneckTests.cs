using EdgeActors.Inference.Bottlenecks;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Inference.Tests.Bottlenecks;

/// <summary>A small classifier of generated pictures, barely trained, and a bottleneck in it; both made once for all tests here.</summary>
public sealed class TrainedBottleneck : IDisposable
{
    public TrainedBottleneck()
    {
        var recipe = ZooRecipes.Find("shapes-resnet")! with { Network = (classes, seed) => ResidualNetwork.Build(classes, [8, 16, 16, 16], seed), Epochs = 2, HeldOut = 100 };
        Training = GeneratedPictures.Create(1600, seed: 1);
        Test = GeneratedPictures.Create(300, seed: 2);
        ZooFolder.Write(Models, recipe, ZooTraining.Run(recipe, Training, Test, null, null, 1, TimeProvider.System), Test, "generated", "test");
        Whole = OnnxFile.Read(Open().Path);
        Network = new BottleneckTraining(Plan, Recipe, TimeProvider.System).Run(Whole, Training, ChannelNormalization.Centred);
        new BottleneckFile(Network, Plan.At, Plan.Levels, [6, 8, 12, 24]).AddTo(Open());
    }

    public static BottleneckPlan Plan { get; } = new() { At = "stem.relu", Into = "stage3.relu", Symbols = 48, FewestSymbols = 8, MostHeadShare = 0.5 };

    public static BottleneckRecipe Recipe { get; } = new() { FrozenEpochs = 1, Epochs = 2, Augmentation = Augmentation.None };

    public string Models { get; } = Directory.CreateTempSubdirectory("edgeactors-neck-").FullName;

    public PictureSet Training { get; }

    public PictureSet Test { get; }

    public Model Whole { get; }

    public Model Network { get; }

    public StoredModel Open() => new ModelStore(Models).Open("shapes-resnet");

    public BundleExamples Examples() => new(Labelled(Training, 200), Labelled(Test, 200), "generated");

    public void Dispose() => Directory.Delete(Models, recursive: true);

    private static LabelledInput[] Labelled(PictureSet set, int count)
    {
        var tables = ChannelNormalization.Centred.Tables();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var values = new float[set.PictureLength];
            ChannelNormalization.Apply(set.Picture(i), values, tables);
            return new LabelledInput(TensorData.OfFloats("input", [1, 3, set.Height, set.Width], values), set.Classes[i]);
        })];
    }
}

public sealed class BottleneckTests(TrainedBottleneck trained) : IClassFixture<TrainedBottleneck>
{
    [Fact]
    public void It_learns_the_task_and_more_symbols_say_more()
    {
        using var evaluation = new BottleneckEvaluation(trained.Network, trained.Test, ChannelNormalization.Centred);
        var whole = ClassifierEvaluation.Run(trained.Whole, trained.Test, ChannelNormalization.Centred);

        var (few, all) = (evaluation.Correct(4), evaluation.Correct(48));

        Assert.True(all > 3 * trained.Test.Count / 10, $"{all} of {trained.Test.Count} are right with the whole code, {whole.Correct} uncut: it learned little");
        Assert.True(few < all, $"{few} are right with 4 symbols, {all} with 48");
        Assert.All(evaluation.Codes[0], v => Assert.Contains(v, new[] { -1.5f, -0.5f, 0.5f, 1.5f }));
    }

    [Fact]
    public void Around_it_the_head_keeps_the_weights_of_the_uncut_model()
    {
        var before = trained.Whole.Graph.Constants;

        foreach (var tensor in trained.Network.Graph.Initializers.Where(t => t.Name.StartsWith("stem.", StringComparison.Ordinal)))
            Assert.Equal(before[tensor.Name].Bytes.ToArray(), tensor.Bytes.ToArray());
        Assert.NotEqual(before["classifier.weight"].Bytes.ToArray(), trained.Network.Graph.Constants["classifier.weight"].Bytes.ToArray());
        Assert.DoesNotContain(trained.Network.Graph.Initializers, t => t.Name.StartsWith("stage1", StringComparison.Ordinal));
    }

    [Fact]
    public void In_training_it_computes_what_it_computes_in_use()
    {
        var network = new BottleneckNetwork(trained.Whole, TrainedBottleneck.Plan);
        using var training = new ModelRun(network.ForTraining());
        using var use = new ModelRun(network.ForUse(network.ForTraining()));
        var picture = SeededInputs.For(trained.Whole.Graph.FedInputs, 3);

        var expected = use.Run(picture)["logits"].As<float>();
        var sent = Tensor.From(BottleneckNames.Sent, [1, 48], Enumerable.Repeat(1f, 48).ToArray());
        var actual = training.Run(new Dictionary<string, Tensor>(picture) { [BottleneckNames.Sent] = sent })["logits"].As<float>();

        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3f);
    }

    [Fact]
    public void Head_and_encoder_cost_what_was_promised()
    {
        var network = new BottleneckNetwork(trained.Whole, TrainedBottleneck.Plan);
        var cutter = new Cutter(trained.Network);

        var share = (double)cutter.At(BottleneckNames.Code).HeadMacs / new Cutter(trained.Whole).Macs;

        Assert.Equal(network.HeadShare, share, 1e-9);
        Assert.InRange(share, 0.05, 0.5);
    }

    [Fact]
    public void It_is_a_cut_of_the_bundle_with_a_codec_for_each_rate()
    {
        var cache = new BundleCache(Path.Combine(trained.Models, "cache"), 50_000_000);
        var bundle = new BundleBuilder().Build(trained.Open(), cache, trained.Examples());
        var neck = bundle.Cuts.Single(c => c.Network is not null);

        Assert.Equal("stem.relu-neck", neck.Id);
        Assert.True(neck.Codecs.Count >= 2);
        Assert.All(neck.Codecs, c => Assert.True(c.P90Bytes <= int.Parse(c.Id["code".Length..]) + 1, $"{c.Id} takes {c.P90Bytes} bytes"));
        Assert.Equal(bundle.Cuts.Select(c => c.HeadMacs).Order(), bundle.Cuts.Select(c => c.HeadMacs));
        Assert.False(cache.Contains(neck.Network!.Sha256), "the network with the bottleneck is run by nobody, only its halves are");
        Assert.Contains(SplitCandidates.Of(bundle, new ProfileBook(TimeProvider.System), new ProfileBook(TimeProvider.System), 900),
            c => c.Pair.Cut == neck.Id && c.Pair.Codec == neck.Codecs[0].Id && c.AccuracyLoss >= 0);
        using var head = new PartitionSession(cache.PathOf(neck.Head.Sha256));
        using var tail = new PartitionSession(cache.PathOf(neck.Tail.Sha256));
        var stream = FeatureStream.Encode(head.Run([trained.Examples().Evaluation[0].Input]), neck.Codecs[^1].Id, neck);
        Assert.Equal(10, tail.Run(FeatureStream.Decode(stream, neck))[0].Count);
    }

    [Fact]
    public void A_model_with_other_files_is_another_version() => Assert.Equal("1.1.0", trained.Open().Manifest.Version);

    [Fact]
    public void Other_hosts_cut_the_same_halves_from_what_was_published()
    {
        var model = trained.Open();
        var built = new BundleBuilder().Build(model, new BundleCache(Path.Combine(trained.Models, "built"), 50_000_000), trained.Examples());
        var published = Path.Combine(model.Folder, BundleFiles.Published);
        File.WriteAllBytes(published, built.ToBytes());
        var elsewhere = new BundleCache(Path.Combine(trained.Models, "elsewhere"), 50_000_000);

        var prepared = new BundleBuilder().Prepare(model, elsewhere);
        File.Delete(published);

        Assert.Equal(built.Id, prepared.Id);
        Assert.All(prepared.Cuts, c => Assert.True(elsewhere.Contains(c.Head.Sha256) && elsewhere.Contains(c.Tail.Sha256)));
    }

    [Fact]
    public void Measuring_it_anew_leaves_the_other_cuts_as_they_are()
    {
        var model = trained.Open();
        var cache = new BundleCache(Path.Combine(trained.Models, "anew"), 50_000_000);
        var built = new BundleBuilder().Build(model, cache, trained.Examples());

        var again = new BundleBuilder().WithBottlenecks(built, model, cache, trained.Examples());

        Assert.Equal(built.Id, again.Id);
    }

    [Theory]
    [InlineData("stage1.relu", "stem.relu", 0.9, "does not come after")]
    [InlineData("features", "logits", 0.9, "bottleneck needs a single tensor")]
    [InlineData("stage2.relu", "stage3.relu", 0.25, "leaves no room")]
    [InlineData("nowhere", "stage3.relu", 0.25, "nowhere")]
    public void Where_it_cannot_go_it_says_why(string at, string into, double share, string why)
    {
        var error = Assert.Throws<BottleneckException>(() => new BottleneckNetwork(trained.Whole, TrainedBottleneck.Plan with { At = at, Into = into, MostHeadShare = share }));

        Assert.Contains(why, error.Message);
    }

    [Fact]
    public void Going_on_starts_from_the_weights_that_are_there()
    {
        var few = trained.Training.Subset("few", [.. Enumerable.Range(0, 192)]);
        var still = TrainedBottleneck.Recipe with { FrozenEpochs = 0, Epochs = 0 };

        var same = new BottleneckTraining(TrainedBottleneck.Plan, still, TimeProvider.System)
            .Run(trained.Whole, few, ChannelNormalization.Centred, present: BottleneckFile.Find(trained.Open(), "stem.relu")!.Network);
        var narrower = new BottleneckTraining(TrainedBottleneck.Plan with { Symbols = 40 }, still, TimeProvider.System)
            .Run(trained.Whole, few, ChannelNormalization.Centred, present: trained.Network);

        Assert.Equal(OnnxFile.ToBytes(trained.Network), OnnxFile.ToBytes(same));
        var (old, kept) = (trained.Network.Graph.Constants, narrower.Graph.Constants);
        Assert.Equal(old["neck.encoder1.convolution.weight"].Bytes.ToArray(), kept["neck.encoder1.convolution.weight"].Bytes.ToArray());
        Assert.Equal(40, kept["neck.symbols.weight"].Dims[1]);   // of another shape: new
        Assert.Null(BottleneckFile.Find(trained.Open(), "stage1.relu"));
    }

    [Fact]
    public void A_stopped_training_goes_on_to_the_same_weights()
    {
        var recipe = TrainedBottleneck.Recipe with { FrozenEpochs = 0, Epochs = 2 };
        var few = trained.Training.Subset("few", [.. Enumerable.Range(0, 192)]);
        var checkpoint = Path.Combine(trained.Models, "run");
        var whole = Train(null, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new BottleneckTraining(TrainedBottleneck.Plan, recipe, TimeProvider.System)
            .Run(trained.Whole, few, ChannelNormalization.Centred, checkpoint, report: (p, _) => { if (p.EndsEpoch) stop.Cancel(); }, cancel: stop.Token));

        var resumed = Train(checkpoint, CancellationToken.None);

        Assert.Equal(OnnxFile.ToBytes(whole), OnnxFile.ToBytes(resumed));

        Model Train(string? from, CancellationToken cancel) =>
            new BottleneckTraining(TrainedBottleneck.Plan, recipe, TimeProvider.System).Run(trained.Whole, few, ChannelNormalization.Centred, from, cancel: cancel);
    }
}
