using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Models;
using EdgeActors.Inference.Bundles;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>Every model's files have the digests that its manifest names.</summary>
public static class ModelExamination
{
    public static Examination For(Setting<string> folder) => (host, _) => Task.FromResult<IReadOnlyList<Finding>>([.. Look(host, folder)]);

    private static IEnumerable<Finding> Look(ExaminedHost host, Setting<string> setting)
    {
        if (host.Settings.Get(setting) is { Length: > 0 } given && !Directory.Exists(given))
        {
            yield return Finding.Failed("models", $"{given} is no folder", $"Set {setting.HoconPath} to the folder of models, or leave it empty.");
            yield break;
        }

        if (ModelFolder.Open(host.Settings, setting) is not { } models)
        {
            yield return Finding.Ok("models", "no folder of its own: models come from the cloud");
            yield break;
        }

        if (models.Names.Count == 0)
            yield return Finding.Warning("models", $"{models.Folder} holds none", "Copy models there, each in a folder with its manifest.json.");
        foreach (var name in models.Names)
            yield return Digests(models, name);
    }

    private static Finding Digests(ModelStore models, string name)
    {
        try
        {
            var model = models.Open(name);
            return Finding.Ok("model", $"{name} in {models.Folder}: {model.Manifest.AllFiles.Count()} files have their digests");
        }
        catch (Exception e) when (e is ModelException or IOException or UnauthorizedAccessException)
        {
            return Finding.Failed("model", e.Message, $"Copy the folder '{name}' again from where it was made.");
        }
    }
}
