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
                var file = new FileInfo(Path);
                // The clock of a file system may stand still between two writes; their lengths differ in what we keep.
                var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
                if (_value is null || stamp != _stamp)
                {
                    _value = read(Path);
                    _stamp = stamp;
                }

                return _value;
            }
        }
    }
}
