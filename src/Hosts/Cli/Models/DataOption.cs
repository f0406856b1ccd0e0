using System.CommandLine;
using EdgeActors.Inference.Data;

namespace EdgeActors.Cli.Models;

/// <summary>Where pictures come from; the same option for every command that takes some.</summary>
internal static class DataOption
{
    private const string Official = "cifar10";

    /// <summary>Of the whole archive, 170 MB.</summary>
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromMinutes(30);

    /// <summary>What <see cref="PictureSets"/> can open: downloads the official archive where it is asked for and not there yet.</summary>
    public static async Task<string> ResolveAsync(string data, Output output, CancellationToken cancel)
    {
        if (data != Official)
            return data;
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "edgeactors", "data");
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, "cifar-10-binary.tar.gz");
        output.Progress($"{Cifar10Archive.Url} to {archive}, checked by its SHA-256");
        try
        {
            using var http = new HttpClient { Timeout = DownloadTimeout };
            await Cifar10Archive.DownloadAsync(http, archive, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or DataSetException or IOException)
        {
            throw new CommandFailed($"The official CIFAR-10 could not be downloaded: {e.Message} Give --data a copy that you have.", cause: e);
        }
        return archive;
    }

    public static Option<string> Create() => new("--data")
    {
        Description = $"a folder or zip with train/CLASS/FILE and test/CLASS/FILE, the official CIFAR-10 archive, '{Official}' to download that once, or '{PictureSets.Generated}'",
        DefaultValueFactory = _ => PictureSets.Generated,
    };
}
