using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Inference.Bundles;

/// <summary>Takes a classifier's ONNX file into a folder of models: tried on the runtime first, then copied, then described by a manifest.</summary>
public sealed record ModelImport
{
    public required string Name { get; init; }

    /// <summary>In the order of the logits.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Per channel, on a scale of 0 to 1.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.5f, 0.5f, 0.5f];

    /// <inheritdoc cref="Mean"/>
    public IReadOnlyList<float> Std { get; init; } = [0.5f, 0.5f, 0.5f];

    public PictureFit Fit { get; init; } = PictureFit.CropCentre;

    public string Version { get; init; } = "1.0.0";

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    /// <summary>What it was trained on.</summary>
    public required string Data { get; init; }

    /// <exception cref="ModelException">There is such a model already, or this is no classifier of pictures with these labels.</exception>
    /// <exception cref="OnnxFormatException">No ONNX file, or one that the runtime refuses.</exception>
    public StoredModel Into(ModelStore store, string file)
    {
        var home = Path.Combine(store.Folder, Name);
        if (!ModelNames.IsValid(Name)) throw Invalid($"'{Name}' is no model name: use lower-case letters, digits and dashes");
        if (Directory.Exists(home)) throw Invalid($"{home} exists already: choose another name, or remove it");

        var model = OnnxFile.Read(file);
        var picture = Input(model);
        RequireLabels(model);
        Directory.CreateDirectory(home);
        try
        {
            var path = Path.Combine(home, "model.onnx");
            OnnxFile.Write(model, path);
            var weights = path + ".data";
            var manifest = new ModelManifest
            {
                Name = Name,
                Version = Version,
                Task = Tasks.TaskNames.ImageClassification,
                File = ModelFile.Of(path),
                Files = File.Exists(weights) ? new Dictionary<string, ModelFile> { ["weights"] = ModelFile.Of(weights) } : [],
                Picture = picture,
                Labels = Labels,
                Origin = new ModelOrigin { Command = $"edgeactors models import {Path.GetFileName(file)} --name {Name}", Data = Data },
                Licence = Licence,
            };
            ModelStore.WriteManifest(manifest, Path.Combine(home, ModelManifest.FileName));
            return store.Open(Name);
        }
        catch
        {
            Directory.Delete(home, recursive: true);
            throw;
        }
    }

    /// <summary>The one input as a picture: [batch, 1 or 3, height, width] or [batch, height, width, 1 or 3].</summary>
    private PictureInput Input(Model model)
    {
        if (model.Graph.FedInputs.ToList() is not [{ Type: ElementType.Float, Shape: [_, { IsKnown: true } a, { IsKnown: true } b, { IsKnown: true } c] } input])
            throw Invalid($"a classifier of pictures has one float input of four axes, the last three of known size; this one has "
                + string.Join("; ", model.Graph.FedInputs)
                + (model.Graph.FedInputs.Any(i => i.Type == ElementType.Float16) ? ". Export it with float32 inputs; its weights may stay float16" : ""));
        bool first = a.Size is 1 or 3;
        if (!first && c.Size is not (1 or 3)) throw Invalid($"no axis of {input} has 1 or 3 channels");
        long channels = first ? a.Size : c.Size;
        if (Mean.Count < channels || Std.Count < channels)
            throw Invalid($"mean and std need {channels} values, one per channel; {Mean.Count} and {Std.Count} were given");
        return new PictureInput
        {
            Tensor = input.Name,
            Height = (int)(first ? b.Size : a.Size),
            Width = (int)(first ? c.Size : b.Size),
            Layout = first ? PictureLayout.Nchw : PictureLayout.Nhwc,
            Colour = channels == 1 ? PictureColour.Grey : PictureColour.Rgb,
            Fit = Fit,
            Mean = [.. Mean.Take((int)channels)],
            Std = [.. Std.Take((int)channels)],
        };
    }

    private void RequireLabels(Model model)
    {
        using var run = new ModelRun(model);
        var answers = run.Run(SeededInputs.For(model.Graph.FedInputs, seed: 1));
        var first = model.Graph.Outputs[0].Name;
        if (!answers.TryGetValue(first, out var logits)) throw Invalid($"output '{first}' is no tensor of numbers");
        if (logits.Elements != Labels.Count) throw Invalid($"the model answers {logits.Elements} numbers per picture, but there are {Labels.Count} labels");
    }

    private static ModelException Invalid(string reason) => new(ModelException.ManifestInvalid, reason + ".");
}
