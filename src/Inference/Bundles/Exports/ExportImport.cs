using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Bundles.Exports;

/// <summary>
/// Takes a model that Optimum, transformers or winml-cli exported, as a folder of ONNX files with their settings, into a folder of models: sizes
/// that the export leaves open are bound, so that it can be cut, and it is made to answer once before it is described by a manifest.
/// </summary>
public sealed record ExportImport
{
    // The first that is there is taken.
    private static readonly string[] Encoders = ["encoder_model.onnx", "vision_model.onnx", "encoder.onnx", "model.onnx"];
    private static readonly string[] Decoders = ["decoder_model.onnx", "decoder_model_merged.onnx", "text_decoder.onnx", "decoder.onnx"];
    private const string Next = "decoder_with_past_model.onnx";
    private const string VocabularyFile = "vocab.txt";

    public required string Name { get; init; }

    public string Version { get; init; } = "1.0.0";

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    /// <summary>What it was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>Longest answer, tokens; transformers' own limit.</summary>
    public int MaxTokens { get; init; } = 20;

    /// <summary>Longest question, tokens, both ends counted: what crosses a cut must have one shape.</summary>
    public int QuestionTokens { get; init; } = 24;

    public int Beams { get; init; } = 1;

    /// <exception cref="InferenceException">There is such a model already, a file is missing, or the model can't be run as its settings say.</exception>
    /// <exception cref="OnnxFormatException">No ONNX file, or one that the runtime refuses.</exception>
    public StoredModel Into(ModelStore store, string export)
    {
        var home = Path.Combine(store.Folder, Name);
        if (!ModelNames.IsValid(Name)) throw Invalid($"'{Name}' is no model name: use lower-case letters, digits and dashes");
        if (Directory.Exists(home)) throw Invalid($"{home} exists already: choose another name, or remove it");
        var settings = ExportSettings.Read(export);
        Directory.CreateDirectory(home);
        try
        {
            ModelStore.WriteManifest(Describe(export, home, settings), Path.Combine(home, ModelManifest.FileName));
            var stored = store.Open(Name);
            Try(stored);
            return stored;
        }
        catch
        {
            Directory.Delete(home, recursive: true);
            throw;
        }
    }

    private ModelManifest Describe(string export, string home, ExportSettings settings)
    {
        var task = settings.Task;
        var words = task != TaskNames.ImageClassification;
        var text = words ? settings.Text(MaxTokens, Beams, QuestionTokens) : null;
        var (height, width) = settings.Size;
        var files = new Dictionary<string, ModelFile>();
        var encoder = OnnxFile.Read(First(export, Encoders));
        var pixels = encoder.Graph.FedInputs.FirstOrDefault(i => i.Type == ElementType.Float && i.Shape is { Rank: 4 })
            ?? throw Invalid($"no input of {string.Join("; ", encoder.Graph.FedInputs)} takes pictures [batch, channels, height, width]");
        var main = Keep(Bound(encoder, pixels.Name, height, width, text), home, "model.onnx", "weights", files);
        if (words)
        {
            files[ModelFiles.Decoder] = Keep(OnnxFile.Read(First(export, Decoders)), home, "decoder.onnx", "decoder-weights", files);
            var next = Path.Combine(export, Next);
            if (File.Exists(next)) files[ModelFiles.DecoderWithPast] = Keep(OnnxFile.Read(next), home, "decoder_with_past.onnx", "decoder-with-past-weights", files);
            File.Copy(First(export, [VocabularyFile]), Path.Combine(home, VocabularyFile));
            files[ModelFiles.Vocabulary] = ModelFile.Of(Path.Combine(home, VocabularyFile));
        }
        return new ModelManifest
        {
            Name = Name,
            Version = Version,
            Task = task,
            File = main,
            Files = files,
            Picture = new PictureInput { Tensor = pixels.Name, Height = height, Width = width, Fit = settings.Fit, Mean = settings.Mean, Std = settings.Std },
            Text = text,
            Labels = words ? [] : settings.Labels,
            Origin = new ModelOrigin { Command = $"edgeactors models import {Path.GetFileName(Path.TrimEndingDirectorySeparator(export))} --name {Name}", Data = Data },
            Licence = Licence,
            Description = $"{settings.Architecture}, exported elsewhere.",
        };
    }

    /// <summary>With the sizes that the export leaves open, except for the batch.</summary>
    private static Model Bound(Model model, string pixels, int height, int width, TextFormat? text)
    {
        Value Bind(Value input) => input switch
        {
            _ when input.Name == pixels => input with { Shape = [input.Shape![0], Fixed(input, 1, 3), Fixed(input, 2, height), Fixed(input, 3, width)] },
            { Shape.Rank: 2 } when text?.Question is not null => input with { Shape = [input.Shape[0], Fixed(input, 1, text.QuestionTokens)] },
            _ => input,
        };
        return model with { Graph = model.Graph.With(inputs: [.. model.Graph.Inputs.Select(Bind)]) };
    }

    private static Dimension Fixed(Value input, int axis, long size) => !input.Shape![axis].IsKnown || input.Shape[axis].Size == size
        ? size
        : throw Invalid($"{input} has {input.Shape[axis].Size} on axis {axis}, its settings say {size}");

    private static ModelFile Keep(Model model, string home, string name, string weightsRole, Dictionary<string, ModelFile> files)
    {
        var path = Path.Combine(home, name);
        OnnxFile.Write(model, path);
        if (File.Exists(path + ".data")) files[weightsRole] = ModelFile.Of(path + ".data");
        return ModelFile.Of(path);
    }

    private static string First(string export, string[] names) => names.Select(n => Path.Combine(export, n)).FirstOrDefault(File.Exists)
        ?? throw new ModelException(ModelException.Missing, $"{export} has none of {string.Join(", ", names)}: export the model again, or rename its file.");

    /// <summary>One answer to a picture of nothing: what can't give one is refused now and not in a request.</summary>
    private static void Try(StoredModel stored)
    {
        using var task = ModelTask.Open(stored);
        using var session = new PartitionSession(stored.Path);
        var picture = stored.Manifest.Picture!;
        var nothing = TensorData.OfFloats(picture.Tensor, picture.Shape, new float[picture.Channels * picture.Width * picture.Height]);
        const string Question = "?";
        task.Read(session.Run(PartitionFeeds.Of(session, [nothing], task.Inputs(Question))), Question);
    }

    private static ModelException Invalid(string what) => new(ModelException.ManifestInvalid, what + ".");
}
