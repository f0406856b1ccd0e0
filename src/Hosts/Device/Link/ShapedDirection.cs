using System.Buffers;
using System.Threading.Channels;

namespace EdgeActors.Device.Link;

/// <summary>
/// One direction of a throttled link: a queue as long as a small router's, a serialiser that sends at the given rate, and a
/// wire on which each piece travels for the given time while the next is already being sent.
/// </summary>
internal sealed class ShapedDirection(Func<long> bytesPerSecond, Func<TimeSpan> delay, TimeProvider time)
{
    /// <summary>A piece takes a few milliseconds on a slow link, so that small frames are not stuck behind large ones.</summary>
    private const int PieceBytes = 2048;

    /// <summary>Pieces that wait for the serialiser; a sender that is faster waits, as TCP would make it. A longer queue would only be delay.</summary>
    private const int QueuePieces = 8;

    /// <summary>Pieces that are on the wire at once: enough for a second of delay at 2 MB/s.</summary>
    private const int WirePieces = 1024;

    private readonly Channel<Piece> _queue = Channel.CreateBounded<Piece>(new BoundedChannelOptions(QueuePieces) { SingleReader = true, SingleWriter = true });
    private readonly Channel<Piece> _wire = Channel.CreateBounded<Piece>(new BoundedChannelOptions(WirePieces) { SingleReader = true, SingleWriter = true });

    /// <summary>Takes bytes in; returns when they are queued.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        for (var at = 0; at < bytes.Length; at += PieceBytes)
        {
            var piece = Piece.Copy(bytes.Slice(at, Math.Min(PieceBytes, bytes.Length - at)));
            await _queue.Writer.WriteAsync(piece, cancel);
        }
    }

    /// <summary>No more bytes will come; what is under way still arrives, then <paramref name="cause"/> where there is one.</summary>
    public void Complete(Exception? cause = null) => _queue.Writer.TryComplete(cause);

    /// <summary>Sends at the rate until there is nothing more.</summary>
    public async Task SerialiseAsync(CancellationToken cancel)
    {
        var free = time.GetTimestamp();
        try
        {
            await foreach (var piece in _queue.Reader.ReadAllAsync(cancel))
            {
                var now = time.GetTimestamp();
                free = Math.Max(free, now);
                if (bytesPerSecond() is > 0 and var rate)
                    free += (long)(piece.Length * (double)time.TimestampFrequency / rate);
                // Timers are coarse: owing a little and waiting for it once keeps the rate exact on average.
                await UntilAsync(free, cancel);
                piece.Due = time.GetTimestamp() + (long)(delay().TotalSeconds * time.TimestampFrequency);
                await _wire.Writer.WriteAsync(piece, cancel);
            }

            _wire.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _wire.Writer.TryComplete(e);
        }
    }

    /// <summary>Gives the next bytes once they have arrived; null at the end.</summary>
    public async ValueTask<Piece?> ReceiveAsync(CancellationToken cancel)
    {
        if (!await _wire.Reader.WaitToReadAsync(cancel) || !_wire.Reader.TryPeek(out var piece))
            return null;
        await UntilAsync(piece.Due, cancel);
        _wire.Reader.TryRead(out _);
        return piece;
    }

    private async ValueTask UntilAsync(long timestamp, CancellationToken cancel)
    {
        var wait = TimeSpan.FromSeconds((timestamp - time.GetTimestamp()) / (double)time.TimestampFrequency);
        if (wait > TimeSpan.FromMilliseconds(1))
            await Task.Delay(wait, time, cancel);
    }

    /// <summary>Some bytes in a rented array.</summary>
    internal sealed class Piece
    {
        private readonly byte[] _rented;

        private Piece(byte[] rented, int length)
        {
            _rented = rented;
            Length = length;
        }

        public int Length { get; }

        /// <summary>When it arrives, as a timestamp.</summary>
        public long Due { get; set; }

        public ReadOnlyMemory<byte> Bytes => _rented.AsMemory(0, Length);

        public static Piece Copy(ReadOnlyMemory<byte> bytes)
        {
            var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(rented);
            return new Piece(rented, bytes.Length);
        }

        public void Return() => ArrayPool<byte>.Shared.Return(_rented);
    }
}
