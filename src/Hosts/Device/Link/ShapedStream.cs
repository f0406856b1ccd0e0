using System.Buffers;

namespace EdgeActors.Device.Link;

/// <summary>A connection whose two directions are throttled. Four loops move the bytes; closing it ends them all.</summary>
internal sealed class ShapedStream : Stream
{
    private const int ReadBytes = 16 << 10;

    private readonly Stream _inner;
    private readonly ShapedDirection _up;
    private readonly ShapedDirection _down;
    private readonly CancellationTokenSource _closing = new();
    private ShapedDirection.Piece? _arrived;
    private int _taken;
    private Exception? _sendFailure;

    public ShapedStream(Stream inner, ShapedDirection up, ShapedDirection down)
    {
        _inner = inner;
        _up = up;
        _down = down;
        _ = _up.SerialiseAsync(_closing.Token);
        _ = _down.SerialiseAsync(_closing.Token);
        _ = DeliverAsync();
        _ = CollectAsync();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _sendFailure) is { } failure)
            throw new IOException(failure.Message, failure);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        await _up.SendAsync(buffer, cancellationToken);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_arrived is null)
        {
            _arrived = await _down.ReceiveAsync(cancellationToken);
            _taken = 0;
            if (_arrived is null)
                return 0;
        }

        var count = Math.Min(buffer.Length, _arrived.Length - _taken);
        _arrived.Bytes.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        if (_taken == _arrived.Length)
        {
            _arrived.Return();
            _arrived = null;
        }

        return count;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closing.IsCancellationRequested)
        {
            _up.Complete();
            _closing.Cancel();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Writes to the connection what has come through the throttle.</summary>
    private async Task DeliverAsync()
    {
        try
        {
            while (await _up.ReceiveAsync(_closing.Token) is { } piece)
            {
                await _inner.WriteAsync(piece.Bytes, _closing.Token);
                piece.Return();
            }
        }
        catch (Exception e)
        {
            Volatile.Write(ref _sendFailure, e);
            _up.Complete(e);
        }
    }

    /// <summary>Reads from the connection no faster than the throttle takes it, so that the peer feels it through TCP.</summary>
    private async Task CollectAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            int read;
            while ((read = await _inner.ReadAsync(buffer, _closing.Token)) > 0)
                await _down.SendAsync(buffer.AsMemory(0, read), _closing.Token);
            _down.Complete();
        }
        catch (Exception e)
        {
            _down.Complete(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
