using EdgeActors.Actors.Training;
using EdgeActors.Hosts.Common.Storage;

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

    public void Write(string name, byte[] bytes) => WholeFile.Write(PathOf(name), bytes);

    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
