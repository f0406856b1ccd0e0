using System.CommandLine;
using EdgeActors.Inference.Data;

namespace EdgeActors.Cli.Models;

/// <summary>Where pictures come from; the same option for every command that takes some.</summary>
internal static class DataOption
{
    private const string Official = "cifar10";

    private const long ProgressStep = 16_000_000;

    /// <summary>What <see cref="PictureSets"/> can open: downloads the official archive where it is asked for and not there yet.</summary>
    public static async Task<string> ResolveAsync(string data, Output output, CancellationToken cancel)
    {
        if (data != Official)
            return data;
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "edgeactors", "data");
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, "cifar-10-binary.tar.gz");
        output.Progress($"{Cifar10Archive.Url} to {archive}, checked by its SHA-256");
        var next = ProgressStep;
        try
        {
            using var http = new HttpClient();
            await Cifar10Archive.Download(Report).ToAsync(http, archive, cancel);
        }
        catch (Exception e) when (e is DataSetException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailed($"The official CIFAR-10 could not be downloaded: {e.Message} Or give --data a copy that you have.", cause: e);
        }
        return archive;

        void Report(long here, long? of)
        {
            if (here < next) return;
            next = here + ProgressStep;
            output.Progress($"{here / 1_000_000} of {(of is null ? "?" : of / 1_000_000)} MB");
        }
    }

    public static Option<string> Create() => new("--data")
    {
        Description = $"a folder or zip with train/CLASS/FILE and test/CLASS/FILE, the official CIFAR-10 archive, '{Official}' to download that once, or '{PictureSets.Generated}'",
        DefaultValueFactory = _ => PictureSets.Generated,
    };
}
