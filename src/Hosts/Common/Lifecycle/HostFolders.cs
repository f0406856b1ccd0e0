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
        try
        {
            Directory.CreateDirectory(place.Root);
            var held = new HostFolders(place, new FileStream(place.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            File.WriteAllText(place.PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch (IOException e) when (File.Exists(place.LockFile))
        {
            throw new HostStartException(ExitCodes.InUse, $"A host named '{place.Name}' already runs on {place.Root}: stop it, or give this one another {HostSettings.Name.Flag} or {HostSettings.DataDirectory.Flag}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(ExitCodes.Configuration, $"{HostSettings.DataDirectory.HoconPath} = \"{settings.Get(HostSettings.DataDirectory)}\" can't be written: {e.Message}", e);
        }
    }

    /// <summary>The kernel lets go of the lock when the process dies, too, however it dies.</summary>
    public void Dispose() => _lock.Dispose();
}
