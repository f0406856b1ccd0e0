using System.CommandLine;
using System.Globalization;
using EdgeActors.Inference.Bundles;

namespace EdgeActors.Cli.Models;

/// <summary><c>edgeactors models list</c>: the models at hand, each checked against its digests.</summary>
internal static class ListModelsCommand
{
    public static Command Create()
    {
        var models = ModelsFolderOption.Create();
        var command = new Command("list", "List the models of a folder, and whether their files are what their manifests say.") { models };
        command.SetAction(parsed =>
        {
            var store = new ModelStore(parsed.GetRequiredValue(models));
            Output.For(parsed).Rows<Listed>([.. store.Names.Select(name => Look(store, name))],
                new("model", m => m.Name),
                new("version", m => m.Version),
                new("task", m => m.Task),
                new("bytes", m => $"{m.Bytes:N0}", Number: true),
                new("accuracy", m => m.Accuracy),
                new("licence", m => m.Licence),
                new("state", m => m.Fault ?? "ok"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Listed Look(ModelStore store, string name)
    {
        try
        {
            var manifest = store.Open(name).Manifest;
            return new(name, manifest.Version, manifest.Task, manifest.AllFiles.Sum(f => f.Bytes),
                string.Join("; ", manifest.Accuracy.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Metric} {a.Value:0.0} of {a.Examples}"))),
                manifest.Licence, manifest.File.Sha256, Fault: null);
        }
        catch (ModelException e)
        {
            return new(name, "", "", 0, "", "", "", e.Message);
        }
    }

    private sealed record Listed(string Name, string Version, string Task, long Bytes, string Accuracy, string Licence, string Sha256, string? Fault);
}
