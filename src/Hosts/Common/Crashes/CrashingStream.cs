namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>Gives out half of a blob, or all of it, and then kills the process: whoever copies it has written exactly that much.</summary>
internal sealed class CrashingStream(Stream blob, DeliberateCrash crash) : Stream
{
    private bool _halved;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_halved)
            crash.Die();
        if (crash.Point.Place == CrashPlace.InsideBlob)
        {
            _halved = true;
            var read = await blob.ReadAsync(buffer, cancellationToken);
            return (read + 1) / 2;
        }

        var all = await blob.ReadAsync(buffer, cancellationToken);
        if (all == 0)
            crash.Die();
        return all;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();
}
