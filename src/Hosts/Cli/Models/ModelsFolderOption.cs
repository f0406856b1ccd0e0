using System.CommandLine;

namespace EdgeActors.Cli.Models;

/// <summary>The folder of models that a command works on.</summary>
internal static class ModelsFolderOption
{
    public static Option<string> Create() => new("--models")
    {
        Description = "Folder of models",
        DefaultValueFactory = _ => RepositoryFolders.Find("models") ?? "models",
    };
}
