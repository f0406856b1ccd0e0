using EdgeActors.Actors.Training;
using EdgeActors.Hosts.Common.Blobs;

namespace EdgeActors.Device.Training;

/// <summary>A folder of a device's training records. Only the device's own user may read it: it holds the secrets of a round that is not over.</summary>
internal sealed class TrainingFolder : IDeviceTrainingStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder;

    public TrainingFolder(string folder)
    {
        _folder = folder;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }

    public byte[]? Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllBytes(PathOf(name)) : null;

    /// <summary>Beside, flushed, renamed, the rename flushed: after a crash there is the old record or the new one.</summary>
    public void Write(string name, byte[] bytes)
    {
        var half = PathOf(name) + ".half";
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, PathOf(name), overwrite: true);
        DurableFolder.Flush(_folder);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
