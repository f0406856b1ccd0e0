using System.CommandLine;
using EdgeActors.Inference.Bundles;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary><c>edgeactors models import FILE --name NAME --labels FILE</c>: takes a classifier from elsewhere into the folder of models.</summary>
internal static class ImportModelCommand
{
    public static Command Create()
    {
        var file = ModelFileArgument.Create();
        var name = new Option<string>("--name") { Description = "What to call it: lower-case letters, digits, dashes.", Required = true };
        var labels = new Option<string>("--labels") { Description = "A text file with one label a line, in the order of the logits.", Required = true };
        var mean = new Option<float[]>("--mean") { Description = "Per channel, 0 to 1.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0.5f, 0.5f, 0.5f] };
        var std = new Option<float[]>("--std") { Description = "Per channel, 0 to 1.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0.5f, 0.5f, 0.5f] };
        var licence = new Option<string>("--licence") { Description = "SPDX identifier, e.g. Apache-2.0.", Required = true };
        var data = new Option<string>("--trained-on") { Description = "What it was trained on.", DefaultValueFactory = _ => "not known" };
        var models = ModelsFolderOption.Create();
        var command = new Command("import", "Take a classifier's ONNX file into the folder of models.")
        {
            file, name, labels, mean, std, licence, data, models,
        };
        command.SetAction(parsed =>
        {
            string list = parsed.GetRequiredValue(labels);
            if (!File.Exists(list)) throw CommandFailed.Usage($"there is no file '{list}'");
            string path = parsed.GetRequiredValue(file);
            if (!File.Exists(path)) throw CommandFailed.Usage($"there is no file '{path}'");
            try
            {
                var import = new ModelImport
                {
                    Name = parsed.GetRequiredValue(name),
                    Labels = [.. File.ReadLines(list).Select(l => l.Trim()).Where(l => l.Length > 0)],
                    Mean = parsed.GetRequiredValue(mean),
                    Std = parsed.GetRequiredValue(std),
                    Licence = parsed.GetRequiredValue(licence),
                    Data = parsed.GetRequiredValue(data),
                };
                var stored = import.Into(new ModelStore(parsed.GetRequiredValue(models)), path);
                Output.For(parsed).Write(stored.Manifest, m => new Text($"{m.Name} {m.Version}: {stored.Path}, sha256 {m.File.Sha256}"));
                return ExitCodes.Done;
            }
            catch (Exception e) when (e is ModelException or OnnxFormatException)
            {
                throw CommandFailed.Usage(e.Message);
            }
        });
        return command;
    }
}
