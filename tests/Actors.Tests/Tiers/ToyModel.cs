using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Actors.Tests.Tiers;

/// <summary>A small classifier drawn by seed, cut into a bundle, and pictures for it; built once for all specs of a class.</summary>
public sealed class ToyModel : IDisposable
{
    private readonly string _file;

    public ToyModel()
    {
        Home = Directory.CreateTempSubdirectory("edgeactors-toy-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(Home, "models", "toy")).FullName;
        _file = Path.Combine(folder, "model.onnx");
        OnnxFile.Write(Network(), _file);
        ModelStore.WriteManifest(new()
        {
            Name = "toy",
            Version = "1",
            Task = TaskNames.ImageClassification,
            File = ModelFile.Of(_file),
            Picture = new() { Tensor = "pixels", Width = 32, Height = 32, Mean = [0.5f, 0.5f, 0.5f], Std = [0.5f, 0.5f, 0.5f] },
            Labels = ["circle", "square", "stripes", "noise"],
            Origin = new() { Command = "drawn by seed, not trained", Seed = 5, Data = "none" },
            Licence = "Apache-2.0",
        }, Path.Combine(folder, ModelManifest.FileName));
        Cache = new(Path.Combine(Home, "bundles"), 50_000_000);
        Bundle = new BundleBuilder(new() { MostCuts = 3, StandInExamples = 4, EqualityExamples = 1 })
            .Build(new ModelStore(Path.Combine(Home, "models")).Open("toy"), Cache);
    }

    public string Home { get; }

    public BundleCache Cache { get; }

    public Bundle Bundle { get; }

    /// <summary>A folder of pictures, one for each name.</summary>
    public string Pictures(params string[] names)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Home, "pictures", Guid.NewGuid().ToString("N"))).FullName;
        foreach (var name in names)
            File.WriteAllBytes(Path.Combine(folder, $"{name}.bmp"), Bitmap(name.Length));
        return folder;
    }

    /// <summary>What the uncut model calls a picture.</summary>
    public string LabelOf(byte[] picture)
    {
        using var whole = new PartitionSession(_file);
        var logits = whole.Run([Bundle.Picture!.ToTensor(PictureDecoder.Decode(picture))])[0];
        return ClassificationTask.Read(logits, Bundle.Labels).Labels[0].Label;
    }

    /// <summary>32 x 32 pixels, 24-bit BMP: 14 bytes of file header, 40 of picture header, rows bottom up.</summary>
    public static byte[] Bitmap(int seed)
    {
        const int side = 32, header = 54;
        var bytes = new byte[header + side * side * 3];
        bytes[0] = (byte)'B';
        bytes[1] = (byte)'M';
        BitConverter.TryWriteBytes(bytes.AsSpan(2), bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(10), header);
        BitConverter.TryWriteBytes(bytes.AsSpan(14), 40);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), side);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), side);
        bytes[26] = 1;
        bytes[28] = 24;
        for (var i = header; i < bytes.Length; i++)
            bytes[i] = (byte)(128 + 127 * Math.Sin(seed * (i - header) / 97.0));
        return bytes;
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private static Model Network()
    {
        var network = new NetworkBuilder("pixels", [3, 32, 32], seed: 5);
        var x = network.Relu("stem.relu", network.Convolution("stem", network.Input, 8, 3, stride: 2));
        x = network.Relu("narrow.relu", network.Convolution("narrow", x, 8, 3, stride: 2));
        x = network.GlobalAveragePool("pool", network.Relu("wide.relu", network.Convolution("wide", x, 32, 3)));
        x = network.Relu("hidden.relu", network.Linear("hidden", x, 2_048)); // most of the weights, so that a head is much smaller than the whole
        return network.Build("toy", "logits", network.Linear("classifier", x, 4, deviation: 3));
    }
}
