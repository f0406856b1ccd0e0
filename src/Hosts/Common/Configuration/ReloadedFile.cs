namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>What a small file says now: it is read again whenever it has been written, so that another program's change counts at once.</summary>
/// <param name="read">Reads the file at the given path, which may not be there.</param>
public sealed class ReloadedFile<T>(string path, Func<string, T> read)
    where T : class
{
    private readonly Lock _lock = new();
    private (DateTime WrittenAt, long Length) _stamp;
    private T? _value;

    public string Path { get; } = path;

    /// <summary>Costs one look at the folder where nothing has changed. Whatever <c>read</c> throws is thrown, each time.</summary>
    public T Value
    {
        get
        {
            lock (_lock)
            {
                var stamp = Stamp();
                if (_value is null || stamp != _stamp || stamp.Length < 0)
                {
                    _value = read(Path);
                    _stamp = stamp;
                }

                return _value;
            }
        }
    }

    /// <summary>
    /// Of the bytes that are there now. Through a handle, since the name may be a link whose target is replaced, as in a mounted secret;
    /// with the length, since the clock of a file system may stand still between two writes.
    /// </summary>
    private (DateTime WrittenAt, long Length) Stamp()
    {
        if (!File.Exists(Path))
            return default;
        try
        {
            using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return (File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone or closed to us since: reading says which, with the file's name.
            return (DateTime.MinValue, -1);
        }
    }
}
