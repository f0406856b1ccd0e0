using System.Globalization;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>Where a host keeps its files; <see cref="HostFolders"/> claims it for one process.</summary>
/// <param name="Root">The host's own folder, <c>DATA-DIR/NAME</c>.</param>
/// <param name="Certificates">The folder of the authority and the certificates; hosts of one machine share it.</param>
public sealed record HostPlace(string Name, string Root, string Certificates)
{
    public string Blobs => Path.Combine(Root, "blobs");

    public string LockFile => Path.Combine(Root, "host.lock");

    /// <summary>Says whose the lock is; a file of its own, since nobody else can open a locked one.</summary>
    public string PidFile => Path.Combine(Root, "host.pid");

    public static HostPlace Of(string tier, SettingValues settings)
    {
        var data = Path.GetFullPath(settings.Get(HostSettings.DataDirectory));
        var name = settings.Get(HostSettings.Name) is { Length: > 0 } given ? given : tier;
        return new HostPlace(
            name, Path.Combine(data, name),
            settings.Get(HostSettings.CertificatesDirectory) is { Length: > 0 } folder ? Path.GetFullPath(folder) : Path.Combine(data, "certs"));
    }

    /// <summary>The process that has claimed this place; null where none does now, however the last one ended; 0 where it can't be told which.</summary>
    public int? RunningPid()
    {
        if (!File.Exists(LockFile))
            return null;
        try
        {
            using (new FileStream(LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                return null;
        }
        catch (IOException)
        {
            return File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;
        }
    }
}
