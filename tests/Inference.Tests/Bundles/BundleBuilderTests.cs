using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Splits;

namespace EdgeActors.Inference.Tests.Bundles;

public sealed class BundleBuilderTests : IDisposable
{
    private readonly TinyModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Every_cut_runs_as_the_whole_does_and_sends_less_than_the_one_before()
    {
        var cache = _model.Cache();
        var bundle = new BundleBuilder().Build(_model.Open(), cache);

        Assert.InRange(bundle.Cuts.Count, 2, 6);
        Assert.Equal(bundle.Cuts.Select(c => c.PlainBytes).OrderDescending(), bundle.Cuts.Select(c => c.PlainBytes));
        Assert.All(bundle.Cuts, c => Assert.Equal(bundle.Macs, c.HeadMacs + c.TailMacs));
        using var whole = new PartitionSession(_model.ModelPath);
        foreach (var cut in bundle.Cuts)
        {
            using var head = new PartitionSession(cache.PathOf(cut.Head.Sha256));
            using var tail = new PartitionSession(cache.PathOf(cut.Tail.Sha256));
            foreach (var seed in Enumerable.Range(50, 5))
            {
                var input = TinyModel.Input(seed);
                var stream = FeatureStream.Encode(head.Run([input]), CodecNames.Float32, cut);
                var split = tail.Run(FeatureStream.Decode(stream, cut))[0].Floats;
                var expected = whole.Run([input])[0].Floats;
                for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], split[i], 1e-4f);
            }
        }
    }

    [Fact]
    public void Examples_bring_the_clipping_codecs_with_measured_bytes_and_losses()
    {
        var bundle = new BundleBuilder().Build(_model.Open(), _model.Cache(), _model.Examples(calibration: 96, evaluation: 60));

        foreach (var cut in bundle.Cuts)
        {
            Assert.Equal(new BundleBuilderOptions().Codecs, cut.Codecs.Select(c => c.Id));
            Assert.Equal(0, cut.Codecs.Single(c => c.Id == CodecNames.Float32).AccuracyLoss);
            Assert.All(cut.Codecs, c => Assert.Equal(60, c.Examples));
        }
        var wide = bundle.Cuts[0];
        double Bytes(string codec) => wide.Codecs.Single(c => c.Id == codec).MeanBytes;
        Assert.True(Bytes(CodecNames.Clip2Rans) < Bytes(CodecNames.Clip3Rans) && Bytes(CodecNames.Clip3Rans) < Bytes(CodecNames.Clip4Rans));
        Assert.True(Bytes(CodecNames.Clip4Rans) < Bytes(CodecNames.Int8Rans) && Bytes(CodecNames.Int8Rans) < Bytes(CodecNames.Float16));
        Assert.True(wide.Codecs.Single(c => c.Id == CodecNames.Int8ChannelRans).AccuracyLoss <= 5);
    }

    [Fact]
    public void Building_twice_gives_the_same_name()
    {
        var first = new BundleBuilder().Build(_model.Open(), _model.Cache(), _model.Examples(32, 16));
        var second = new BundleBuilder().Build(_model.Open(), _model.Cache(), _model.Examples(32, 16));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Id, Bundle.FromBytes(first.ToBytes()).Id);
        Assert.NotEqual(first.Id, (first with { Version = "2" }).Id);
    }

    [Fact]
    public void A_published_bundle_is_cut_again_from_the_model_alone()
    {
        var built = new BundleBuilder().Build(_model.Open(), _model.Cache(), _model.Examples(32, 16));
        File.WriteAllBytes(Path.Combine(_model.Models, TinyModel.Name, BundleFiles.Published), built.ToBytes());
        var elsewhere = new BundleCache(Path.Combine(_model.Home, "elsewhere"), 50_000_000);

        var prepared = new BundleBuilder().Prepare(_model.Open(), elsewhere);

        Assert.Equal(built.Id, prepared.Id);
        Assert.All(prepared.Cuts, c => Assert.True(elsewhere.Contains(c.Head.Sha256) && elsewhere.Contains(c.Tail.Sha256)));
    }

    [Fact]
    public void A_published_bundle_of_other_weights_is_refused()
    {
        using var other = new TinyModel(seed: 6);
        File.WriteAllBytes(Path.Combine(_model.Models, TinyModel.Name, BundleFiles.Published), new BundleBuilder().Build(other.Open(), other.Cache()).ToBytes());

        var error = Assert.Throws<BundleException>(() => new BundleBuilder().Prepare(_model.Open(), _model.Cache()));

        Assert.Equal(BundleException.DigestMismatch, error.Code);
        Assert.Contains("models bundle tiny", error.Message);
    }

    [Fact]
    public void Profiles_of_both_sides_price_every_candidate()
    {
        var cache = _model.Cache();
        var bundle = new BundleBuilder().Build(_model.Open(), cache);
        var profiler = new PartitionProfiler(bundle, cache, TimeProvider.System) { Runs = 3 };
        var (device, edge) = (new ProfileBook(TimeProvider.System), new ProfileBook(TimeProvider.System));

        Assert.All(profiler.OfDevice(), p => Assert.Null(device.Add(p)));
        Assert.All(profiler.OfEdge(), p => Assert.Null(edge.Add(p)));
        var candidates = SplitCandidates.Of(bundle, device, edge, pictureBytes: 900);

        Assert.Equal(2 + bundle.Cuts.Sum(c => c.Codecs.Count), candidates.Count);
        Assert.All(candidates.Where(c => !c.SendsPicture), c => Assert.InRange(c.Typical.Head, 1e-6, 1000));
        Assert.All(candidates.Where(c => !c.IsAllOnDevice), c => Assert.InRange(c.Typical.Tail, 1e-6, 1000));
    }

    [Fact]
    public void An_unknown_cut_is_named_with_those_there_are()
    {
        var bundle = new BundleBuilder().Build(_model.Open(), _model.Cache());

        var error = Assert.Throws<BundleException>(() => bundle.HeadFile("nowhere"));

        Assert.Equal(BundleException.CutUnknown, error.Code);
        Assert.Contains(bundle.Cuts[0].Id, error.Message);
        Assert.Null(bundle.HeadFile(CutNames.Input));
        Assert.Equal(bundle.Whole, bundle.HeadFile(CutNames.Output));
    }
}
