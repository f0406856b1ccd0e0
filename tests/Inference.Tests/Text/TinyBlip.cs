using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Tests.Text;

/// <summary>A BLIP-shaped model with random weights, for captions or for questions, in a model folder of its own that goes away with it.</summary>
public sealed class TinyBlip : IDisposable
{
    public static readonly IReadOnlyList<string> Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]", "[ENC]", "?", ".", "'", "a", "the", "is", "what", "colour", "shape", "red", "circle", "##s", "yes", "no"];

    private const long Seed = 3;

    public TinyBlip(bool asked)
    {
        Shape = new BlipShape
        {
            Side = 32, Stem = [12, 12], Width = 24, Heads = 2, VisionDepth = 1, TextDepth = 2,
            Vocabulary = Vocabulary.Count, QuestionTokens = asked ? 8 : 0, AnswerTokens = 5,
        };
        Name = asked ? "tiny-vqa" : "tiny-caption";
        Home = Directory.CreateTempSubdirectory("edgeactors-blip-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(Home, "models", Name)).FullName;
        var (encoder, decoder, words) = (Path.Combine(folder, "model.onnx"), Path.Combine(folder, "decoder.onnx"), Path.Combine(folder, "vocab.txt"));
        OnnxFile.Write(BlipNetwork.Encoder(Shape, Seed), encoder);
        OnnxFile.Write(BlipNetwork.Decoder(Shape, Seed), decoder);
        File.WriteAllLines(words, Vocabulary);
        ModelStore.WriteManifest(new ModelManifest
        {
            Name = Name,
            Version = "1",
            Task = asked ? TaskNames.VisualQuestionAnswering : TaskNames.ImageCaptioning,
            File = ModelFile.Of(encoder),
            Files = new Dictionary<string, ModelFile> { [ModelFiles.Decoder] = ModelFile.Of(decoder), [ModelFiles.Vocabulary] = ModelFile.Of(words) },
            Picture = new PictureInput { Tensor = BlipNetwork.Pixels, Width = 32, Height = 32, Fit = PictureFit.Stretch, Mean = [0.5f, 0.5f, 0.5f], Std = [0.5f, 0.5f, 0.5f] },
            Text = new TextFormat { Start = 5, End = 3, Pad = 0, MaxTokens = 5, Question = asked ? 6 : null, QuestionTokens = Shape.QuestionTokens },
            Origin = new ModelOrigin { Command = "drawn by seed, not trained", Seed = Seed, Data = "none" },
            Licence = "MIT",
        }, Path.Combine(folder, ModelManifest.FileName));
    }

    public string Name { get; }
    public string Home { get; }
    public BlipShape Shape { get; }
    public string Models => Path.Combine(Home, "models");

    public StoredModel Open() => new ModelStore(Models).Open(Name);

    /// <summary>Stripes of a colour and a width that the seed chooses.</summary>
    public static Picture Picture(int seed)
    {
        var random = new Random(seed);
        var (period, colour) = (2 + random.Next(8), new[] { (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256) });
        var rgba = new byte[32 * 32 * 4];
        for (var i = 0; i < 32 * 32; i++)
        {
            for (var c = 0; c < 3; c++) rgba[4 * i + c] = i % 32 / period % 2 == 0 ? colour[c] : (byte)255;
            rgba[4 * i + 3] = 255;
        }
        return new Picture(32, 32, rgba);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
