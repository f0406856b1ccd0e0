namespace EdgeActors.Cli.Tiers;

/// <summary>What one host has said, in a file. Lines come from two streams at once.</summary>
internal sealed class HostLog(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(path, append: true) { AutoFlush = true };
    private readonly Queue<string> _last = new();
    private const int Kept = 50;

    public void Write(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _last.Enqueue(line);
            if (_last.Count > Kept)
                _last.Dequeue();
            if (_file.BaseStream is { CanWrite: true })
                _file.WriteLine(line);
        }
    }

    /// <summary>The last lines, and where the rest is.</summary>
    public string Tail(int lines)
    {
        lock (_lock)
        {
            var text = string.Join(Environment.NewLine, _last.TakeLast(lines).Select(line => $"    {line}"));
            return $"Its log {path} ends with:{Environment.NewLine}{(text.Length > 0 ? text : "    (nothing)")}";
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _file.Dispose();
    }
}
