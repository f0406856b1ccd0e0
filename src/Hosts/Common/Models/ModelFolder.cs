using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Inference.Bundles;

namespace EdgeActors.Hosts.Common.Models;

/// <summary>Where a host's models are: the folder it was given, or <c>models/</c> of the repository that it was built in.</summary>
public static class ModelFolder
{
    /// <summary>Null where none was given and none is found.</summary>
    /// <exception cref="SettingException">The folder that was given is not there.</exception>
    public static ModelStore? Open(SettingValues settings, Setting<string> setting)
    {
        var given = settings.Get(setting);
        if (given.Length > 0)
            return Directory.Exists(given) ? new ModelStore(given) : throw new SettingException(setting, given, "a folder that exists, or nothing");
        return Upwards(AppContext.BaseDirectory) is { } found ? new ModelStore(found) : null;
    }

    private static string? Upwards(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "models") is var models && Directory.Exists(models) && File.Exists(Path.Combine(folder.FullName, "EdgeActors.sln")))
                return models;
        return null;
    }
}
