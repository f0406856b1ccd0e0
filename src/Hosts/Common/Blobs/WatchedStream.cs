namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>Reads through to another stream and says so at every read that brought bytes: how a silence is told from a slow peer.</summary>
internal sealed class WatchedStream(Stream inner, Action alive) : ReadOnceStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (read > 0)
            alive();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
