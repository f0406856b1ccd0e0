using System.CommandLine;
using EdgeActors.Inference.Data;

namespace EdgeActors.Cli.Models;

/// <summary>Where pictures come from; the same option for every command that takes some.</summary>
internal static class DataOption
{
    public static Option<string> Create() => new("--data")
    {
        Description = $"a folder or zip with train/CLASS/FILE and test/CLASS/FILE, the official CIFAR-10 archive ({Cifar10Archive.Url}), or '{PictureSets.Generated}'",
        DefaultValueFactory = _ => PictureSets.Generated,
    };
}
