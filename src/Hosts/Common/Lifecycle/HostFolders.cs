using System.Globalization;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>
/// Where a host keeps its files: <c>DATA-DIR/NAME</c>, held for this process alone while it runs, so that a second host of
/// the same name is told so instead of sharing a journal.
/// </summary>
public sealed class HostFolders : IDisposable
{
    private readonly FileStream _lock;

    private readonly HostPlace _place;

    private HostFolders(HostPlace place, FileStream held)
    {
        _place = place;
        _lock = held;
    }

    public string Name => _place.Name;

    /// <inheritdoc cref="HostPlace.Root"/>
    public string Root => _place.Root;

    /// <inheritdoc cref="HostPlace.Certificates"/>
    public string Certificates => _place.Certificates;

    public string Blobs => _place.Blobs;

    /// <exception cref="HostStartException">The folder can't be written, or another host holds it.</exception>
    public static HostFolders Claim(string tier, SettingValues settings)
    {
        var place = HostPlace.Of(tier, settings);
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(place.Root);
            held = Hold(place);
            File.WriteAllText(place.PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new HostFolders(place, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new HostStartException(ExitCodes.Configuration, $"{HostSettings.DataDirectory.HoconPath} = \"{settings.Get(HostSettings.DataDirectory)}\" can't be written: {e.Message}", e);
        }
    }

    /// <summary>A lock that is there and can't be had is somebody's; whatever else goes wrong in the folder is the disk's.</summary>
    private static FileStream Hold(HostPlace place)
    {
        var exists = File.Exists(place.LockFile);
        try
        {
            return new FileStream(place.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (exists)
        {
            throw new HostStartException(ExitCodes.InUse, $"A host named '{place.Name}' already runs on {place.Root}: stop it, or give this one another {HostSettings.Name.Flag} or {HostSettings.DataDirectory.Flag}.", e);
        }
    }

    /// <summary>The kernel lets go of the lock when the process dies, too, however it dies.</summary>
    public void Dispose() => _lock.Dispose();
}
