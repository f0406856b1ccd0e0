using System.Diagnostics;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>The blob store holds what its names say, and not more than it may.</summary>
internal static class BlobExamination
{
    /// <summary>Hashing gigabytes is no reason to wait; what is not reached is said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static long BytesIn(string folder) => Files(folder).Sum(file => file.Length);

    public static async Task<IReadOnlyList<Finding>> LookAsync(ExaminedHost host, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var started = Stopwatch.GetTimestamp();
        var blobs = Files(BlobHosting.FolderOf(host.Settings, host.Place.Blobs)).Where(file => BlobDigest.IsValid(file.Name) && file.Directory!.Name != "partial").ToList();
        var hashed = 0;
        foreach (var blob in blobs.TakeWhile(_ => Stopwatch.GetElapsedTime(started) < Patience))
        {
            hashed++;
            if (await IsRottenAsync(blob, cancel))
                findings.Add(Finding.Warning("blob", $"{blob.FullName} does not hash to its name", "Nothing: the host drops it at its next use and fetches it again. If it happens twice, test the disk."));
        }

        var max = host.Settings.Get(ClusterSettings.BlobsMaxBytes);
        findings.Add(Finding.Ok("blob store", FormattableString.Invariant(
            $"{blobs.Count} blobs, {blobs.Sum(blob => blob.Length) / 1e6:0.0} of at most {max / 1e6:0} MB; {hashed - findings.Count} of {hashed} hashed are whole")));
        return findings;
    }

    private static async Task<bool> IsRottenAsync(FileInfo blob, CancellationToken cancel)
    {
        try
        {
            return await BlobDigest.OfFileAsync(blob.FullName, cancel) != blob.Name;
        }
        catch (FileNotFoundException)
        {
            // Evicted by the running host meanwhile.
            return false;
        }
    }

    private static IEnumerable<FileInfo> Files(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories) : [];
}
