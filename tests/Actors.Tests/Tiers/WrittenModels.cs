using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Tests.Text;

namespace EdgeActors.Actors.Tests.Tiers;

/// <summary>Two models drawn by seed that answer in words, one of them asked a question; built once for all specs of a class.</summary>
public sealed class WrittenModels : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("edgeactors-written-").FullName;
    private readonly TinyBlip _captions = new(asked: false), _questions = new(asked: true);

    public WrittenModels()
    {
        Cache = new(Path.Combine(_home, "bundles"), 50_000_000);
        var builder = new BundleBuilder(new() { MostCuts = 3, StandInExamples = 4, EqualityExamples = 1 });
        Captions = builder.Build(_captions.Open(), Cache);
        Questions = builder.Build(_questions.Open(), Cache);
    }

    public BundleCache Cache { get; }

    public Bundle Captions { get; }

    public Bundle Questions { get; }

    /// <summary>What the uncut model says of a picture.</summary>
    public string AnswerOf(Bundle bundle, byte[] picture, string? question)
    {
        using var task = ModelTask.Open(bundle, file => Cache.PathOf(file.Sha256));
        using var whole = new PartitionSession(Cache.PathOf(bundle.Whole.Sha256));
        return ((TextAnswer)task.Read(whole.Run(PartitionFeeds.Of(whole, [bundle.Picture!.ToTensor(PictureDecoder.Decode(picture))], task.Inputs(question))), question)).Text;
    }

    public void Dispose()
    {
        _captions.Dispose();
        _questions.Dispose();
        Directory.Delete(_home, recursive: true);
    }
}
