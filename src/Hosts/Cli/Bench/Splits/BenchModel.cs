using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using SkiaSharp;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// The model that <c>bench split</c> cuts where none is named: a residual network on 224 × 224 pictures, as the source study's classifier
/// has, with weights drawn by seed. Times, bytes and link are real; accuracy means nothing, so codecs are judged by changed answers.
/// </summary>
internal static class BenchModel
{
    public const string Name = "bench-residual";

    private const int Side = 224;
    private const int Labels = 10;
    private const int Calibration = 24;
    private const int Evaluation = 40;

    /// <summary>Writes model and manifest under <paramref name="models"/> and builds its bundle into the cache.</summary>
    public static Bundle Build(string models, BundleCache cache)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, Name)).FullName;
        var file = Path.Combine(folder, "model.onnx");
        OnnxFile.Write(Network(), file);
        ModelStore.WriteManifest(new ModelManifest
        {
            Name = Name,
            Version = "1",
            Task = TaskNames.ImageClassification,
            File = ModelFile.Of(file),
            Picture = new PictureInput { Tensor = "picture", Width = Side, Height = Side, Mean = [0.45f, 0.45f, 0.45f], Std = [0.25f, 0.25f, 0.25f] },
            Labels = [.. Enumerable.Range(0, Labels).Select(i => $"label {i}")],
            Origin = new ModelOrigin { Command = "edgeactors bench split", Seed = 1, Data = "none: drawn by seed, not trained" },
            Licence = "Apache-2.0",
        }, Path.Combine(folder, ModelManifest.FileName));
        var model = new ModelStore(models).Open(Name);
        return new BundleBuilder(new BundleBuilderOptions { MostCuts = 5 }).Build(model, cache, Examples(model));
    }

    /// <summary>Shapes over texture, so that a JPEG of it is as large as one of a photograph.</summary>
    public static byte[] Picture(int seed)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(Side, Side);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
        for (var i = 0; i < 40; i++)
        {
            using var paint = new SKPaint { Color = new SKColor((uint)random.Next() | 0x8000_0000), IsAntialias = true };
            canvas.DrawOval(random.Next(Side), random.Next(Side), random.Next(4, 60), random.Next(4, 60), paint);
        }
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var (colour, noise) = (bitmap.GetPixel(x, y), random.Next(-24, 25));
                bitmap.SetPixel(x, y, new SKColor(Shift(colour.Red, noise), Shift(colour.Green, noise), Shift(colour.Blue, noise)));
            }
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 92).ToArray();
    }

    private static byte Shift(byte value, int by) => (byte)Math.Clamp(value + by, 0, 255);

    private static BundleExamples Examples(StoredModel model)
    {
        using var whole = new PartitionSession(model.Path);
        var all = Enumerable.Range(100, Calibration + Evaluation).Select(seed =>
        {
            var input = model.Manifest.Picture!.ToTensor(PictureDecoder.Decode(Picture(seed)));
            return new LabelledInput(input, System.Numerics.Tensors.TensorPrimitives.IndexOfMax(whole.Run([input])[0].Floats));
        }).ToArray();
        return new BundleExamples(all[..Calibration], all[Calibration..], "generated pictures, labelled by the uncut model");
    }

    private static Model Network()
    {
        var b = new NetworkBuilder("picture", [3, Side, Side], seed: 1);
        var x = b.Relu("stem.relu", b.Convolution("stem", b.Input, 24, 3, stride: 2));
        foreach (var (stage, channels, blocks) in new[] { (1, 32L, 1), (2, 64, 1), (3, 128, 3), (4, 256, 3) })
        {
            x = b.Relu($"stage{stage}.narrow.relu", b.Convolution($"stage{stage}.narrow", x, channels, 3, stride: 2));
            for (var block = 1; block <= blocks; block++)
            {
                var name = $"stage{stage}.block{block}";
                var inner = b.Relu($"{name}.first.relu", b.Convolution($"{name}.first", x, channels, 3));
                inner = b.Convolution($"{name}.second", inner, channels, 3);
                x = b.Relu($"{name}.out", b.Add($"{name}.add", x, b.Mul($"{name}.scale", inner, 0.5)));
            }
        }
        return b.Build(Name, "logits", b.Linear("classifier", b.GlobalAveragePool("pool", x), Labels));
    }
}
