using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Tests.Bundles;

/// <summary>A small convolutional classifier with a residual block, in a model folder of its own that goes away with it.</summary>
internal sealed class TinyModel : IDisposable
{
    public const string Name = "tiny";

    public TinyModel(long seed = 5)
    {
        Home = Directory.CreateTempSubdirectory("edgeactors-tiny-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(Models, Name)).FullName;
        var file = Path.Combine(folder, "model.onnx");
        OnnxFile.Write(Network(seed), file);
        ModelStore.WriteManifest(new ModelManifest
        {
            Name = Name,
            Version = "1",
            Task = TaskNames.ImageClassification,
            File = ModelFile.Of(file),
            Picture = new PictureInput { Tensor = "pixels", Width = 16, Height = 16, Mean = [0.5f, 0.5f, 0.5f], Std = [0.5f, 0.5f, 0.5f] },
            Labels = ["circle", "square", "stripes", "noise"],
            Origin = new ModelOrigin { Command = "drawn by seed, not trained", Seed = seed, Data = "none" },
            Licence = "Apache-2.0",
        }, ManifestPath);
    }

    public string Home { get; }
    public string Models => Path.Combine(Home, "models");
    public string ManifestPath => Path.Combine(Models, Name, ModelManifest.FileName);
    public string ModelPath => Path.Combine(Models, Name, "model.onnx");

    public StoredModel Open() => new ModelStore(Models).Open(Name);

    public BundleCache Cache(long maxBytes = 50_000_000) => new(Path.Combine(Home, "bundles"), maxBytes);

    /// <summary>Smooth pictures, labelled by the model itself, so that the uncut model is always right.</summary>
    public BundleExamples Examples(int calibration, int evaluation)
    {
        using var whole = new PartitionSession(ModelPath);
        var all = Enumerable.Range(0, calibration + evaluation).Select(seed =>
        {
            var input = Input(seed);
            return new LabelledInput(input, System.Numerics.Tensors.TensorPrimitives.IndexOfMax(whole.Run([input])[0].Floats));
        }).ToArray();
        return new BundleExamples(all[..calibration], all[calibration..], "smooth noise");
    }

    public static TensorData Input(int seed)
    {
        var random = new Random(seed);
        var (fx, fy, phase) = (random.NextDouble(), random.NextDouble(), 6 * random.NextDouble());
        var values = new float[3 * 16 * 16];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sin(fx * (i % 16) + fy * (i / 16 % 16) + phase + i / 256) + 0.2 * random.NextDouble());
        return TensorData.OfFloats("pixels", [1, 3, 16, 16], values);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private static Model Network(long seed)
    {
        var b = new NetworkBuilder("pixels", [3, 16, 16], seed);
        var x = b.Relu("stem.relu", b.Convolution("stem", b.Input, 16, 3));
        x = b.MaxPool("stem.pool", x, 2);
        var inner = b.Convolution("block.second", b.Relu("block.relu", b.Convolution("block.first", x, 16, 3)), 16, 3);
        x = b.Relu("block.out", b.Add("block.add", inner, x));
        x = b.Relu("narrow.relu", b.Convolution("narrow", x, 16, 3, stride: 2));
        x = b.GlobalAveragePool("pool", x);
        return b.Build("tiny", "logits", b.Linear("classifier", x, 4));
    }
}
