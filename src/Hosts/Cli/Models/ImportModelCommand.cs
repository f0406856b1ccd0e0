using System.CommandLine;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Bundles.Exports;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary>
/// <c>edgeactors models import FILE|FOLDER --name NAME</c>: takes a model from elsewhere into the folder of models. A file is a classifier, whose labels must be
/// given; a folder is an export that brings its settings, for classification, captions or questions.
/// </summary>
internal static class ImportModelCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A classifier's ONNX file, or a folder with the export of a ViT or a BLIP: ONNX files, config.json, preprocessor_config.json, vocab.txt." };
        var name = new Option<string>("--name") { Description = "What to call it: lower-case letters, digits, dashes.", Required = true };
        var labels = new Option<string?>("--labels") { Description = "A text file with one label a line, in the order of the logits; a folder brings its own." };
        var mean = new Option<float[]>("--mean") { Description = "Per channel, 0 to 1.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0.5f, 0.5f, 0.5f] };
        var std = new Option<float[]>("--std") { Description = "Per channel, 0 to 1.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0.5f, 0.5f, 0.5f] };
        var licence = new Option<string>("--licence") { Description = "SPDX identifier, e.g. Apache-2.0.", Required = true };
        var data = new Option<string>("--trained-on") { Description = "What it was trained on.", DefaultValueFactory = _ => "not known" };
        var tokens = new Option<int>("--max-tokens") { Description = "Longest answer of a model that answers in words.", DefaultValueFactory = _ => 20 };
        var beams = new Option<int>("--beams") { Description = "Answers pursued at once by such a model; 1 is greedy.", DefaultValueFactory = _ => 1 };
        var models = ModelsFolderOption.Create();
        var command = new Command("import", "Take a classifier's ONNX file, or the export of a ViT or a BLIP, into the folder of models.")
        {
            file, name, labels, mean, std, licence, data, tokens, beams, models,
        };
        command.SetAction(parsed =>
        {
            var (path, list) = (parsed.GetRequiredValue(file), parsed.GetValue(labels));
            var store = new ModelStore(parsed.GetRequiredValue(models));
            try
            {
                var stored = Directory.Exists(path)
                    ? new ExportImport
                    {
                        Name = parsed.GetRequiredValue(name),
                        Licence = parsed.GetRequiredValue(licence),
                        Data = parsed.GetRequiredValue(data),
                        MaxTokens = parsed.GetValue(tokens),
                        Beams = parsed.GetValue(beams),
                    }.Into(store, path)
                    : new ModelImport
                    {
                        Name = parsed.GetRequiredValue(name),
                        Labels = Lines(path, list),
                        Mean = parsed.GetRequiredValue(mean),
                        Std = parsed.GetRequiredValue(std),
                        Licence = parsed.GetRequiredValue(licence),
                        Data = parsed.GetRequiredValue(data),
                    }.Into(store, path);
                Output.For(parsed).Write(stored.Manifest, m => new Text($"{m.Name} {m.Version}: {stored.Path}, sha256 {m.File.Sha256}"));
                return ExitCodes.Done;
            }
            catch (Exception e) when (e is InferenceException or OnnxFormatException)
            {
                throw CommandFailed.Usage(e.Message);
            }
        });
        return command;
    }

    private static string[] Lines(string model, string? labels)
    {
        if (!File.Exists(model)) throw CommandFailed.Usage($"there is no file or folder '{model}'");
        if (labels is null) throw CommandFailed.Usage($"'{model}' is a file: give its --labels");
        if (!File.Exists(labels)) throw CommandFailed.Usage($"there is no file '{labels}'");
        return [.. File.ReadLines(labels).Select(l => l.Trim()).Where(l => l.Length > 0)];
    }
}
