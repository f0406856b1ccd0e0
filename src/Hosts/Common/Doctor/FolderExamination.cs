using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>The data folder can be written, and there is room for what is going to be written.</summary>
internal static class FolderExamination
{
    private const long LittleRoom = 1_000_000_000;
    private const long NoRoom = 100_000_000;

    public static async Task<IReadOnlyList<Finding>> LookAsync(ExaminedHost host, CancellationToken cancel) => [await WriteAsync(host, cancel), Room(host)];

    private static async Task<Finding> WriteAsync(ExaminedHost host, CancellationToken cancel)
    {
        var probe = Path.Combine(host.Place.Root, "doctor.probe");
        try
        {
            Directory.CreateDirectory(host.Place.Root);
            await File.WriteAllTextAsync(probe, "written and deleted by doctor", cancel);
            File.Delete(probe);
            return Finding.Ok("data folder", $"{host.Place.Root} can be written{(host.RunningPid is { } pid ? $"; process {pid} runs on it" : "")}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Failed("data folder", e.Message, $"Give {host.Place.Root} to the user that runs the host ({Environment.UserName} now), or set {HostSettings.DataDirectory.HoconPath}.");
        }
    }

    private static Finding Room(ExaminedHost host)
    {
        var drive = new DriveInfo(Existing(host.Place.Root));
        var wanted = host.Has(ClusterSettings.BlobsMaxBytes) ? Math.Max(0, host.Settings.Get(ClusterSettings.BlobsMaxBytes) - BlobExamination.BytesIn(host.Place.Blobs)) : 0;
        var free = drive.AvailableFreeSpace;
        var what = $"{Gigabytes(free)} free of {Gigabytes(drive.TotalSize)} on {drive.Name}";
        return free < NoRoom ? Finding.Failed("disk", what, "Free some room, or move the data folder: the journal can't grow.")
            : free < Math.Max(LittleRoom, wanted) ? Finding.Warning("disk", $"{what}; the blob store may still grow by {Gigabytes(wanted)}", $"Free some room, or lower {ClusterSettings.BlobsMaxBytes.HoconPath}.")
            : Finding.Ok("disk", what);
    }

    /// <summary>The folder, or the nearest one above it that is there.</summary>
    private static string Existing(string folder) => Directory.Exists(folder) ? folder : Existing(Path.GetDirectoryName(folder)!);

    private static string Gigabytes(long bytes) => FormattableString.Invariant($"{bytes / 1e9:0.0} GB");
}
