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

    private HostFolders(string name, string root, string certificates, FileStream held)
    {
        Name = name;
        Root = root;
        Certificates = certificates;
        _lock = held;
    }

    public string Name { get; }

    /// <summary>This host's own folder.</summary>
    public string Root { get; }

    /// <summary>The folder of the authority and the certificates; hosts of one machine share it.</summary>
    public string Certificates { get; }

    public string Blobs => Path.Combine(Root, "blobs");

    /// <exception cref="HostStartException">The folder can't be written, or another host holds it.</exception>
    public static HostFolders Claim(string tier, SettingValues settings)
    {
        var data = Path.GetFullPath(settings.Get(HostSettings.DataDirectory));
        var name = settings.Get(HostSettings.Name) is { Length: > 0 } given ? given : tier;
        var certificates = settings.Get(HostSettings.CertificatesDirectory) is { Length: > 0 } folder ? Path.GetFullPath(folder) : Path.Combine(data, "certs");
        var root = Path.Combine(data, name);
        try
        {
            Directory.CreateDirectory(root);
            return new HostFolders(name, root, certificates, Hold(Path.Combine(root, "host.lock")));
        }
        catch (IOException e) when (File.Exists(Path.Combine(root, "host.lock")))
        {
            throw new HostStartException(ExitCodes.InUse, $"A host named '{name}' already runs on {root}: stop it, or give this one another {HostSettings.Name.Flag} or {HostSettings.DataDirectory.Flag}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(ExitCodes.Configuration, $"{HostSettings.DataDirectory.HoconPath} = \"{data}\" can't be written: {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The kernel lets go of the lock when the process dies, however it dies.</summary>
    private static FileStream Hold(string path)
    {
        var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var writer = new StreamWriter(held, leaveOpen: true);
        held.SetLength(0);
        writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return held;
    }
}
