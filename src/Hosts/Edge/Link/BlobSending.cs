using EdgeActors.Actors.Sessions;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Edge.Link;

/// <summary>
/// Sends a file to a device in bursts, each after what matters more, and the next one only when the device has said that it is there: what has
/// been written and has not arrived is in the queue of a kernel, a shaper or a radio, and every frame waits behind it.
/// </summary>
/// <param name="device">Acknowledgements. A device that has ended its side gives none, and is sent the file without.</param>
/// <param name="turn">Awaited before each burst, with the time that the one before it took, and held until it has arrived.</param>
internal sealed class BlobSending(
    IAsyncStreamReader<BlobQuery> device, IServerStreamWriter<BlobChunk> chunks, Func<TimeSpan, CancellationToken, Task<DownloadTurn>> turn, LinkLimits limits, TimeProvider time)
{
    private readonly DownloadPace _pace = new();
    private bool _acknowledges = true;

    /// <summary>From the file's position to its end.</summary>
    /// <exception cref="RpcException">The device has read or acknowledged nothing for <see cref="LinkLimits.Silence"/>.</exception>
    public async Task SendAsync(FileStream file, string sha256, SilenceGuard silence, CancellationToken cancel)
    {
        var info = new BlobInfo { Sha256 = sha256, Length = file.Length };
        var took = TimeSpan.Zero;
        do
        {
            using var mine = await turn(took, cancel);
            var started = time.GetTimestamp();
            var paced = _acknowledges && !mine.IsUrgent;
            var end = Math.Min(file.Length, file.Position + (paced ? _pace.Bytes : limits.ChunkBytes));
            var burst = end - file.Position;
            do
            {
                var chunk = await ReadAsync(file, end, cancel);
                (chunk.Info, info) = (info, null);
                chunk.Acknowledge = paced && file.Position == end;
                await WriteAsync(chunk, cancel);
            }
            while (file.Position < end);
            if (paced && await HasAsync(end, silence))
                _pace.Took(burst, time.GetElapsedTime(started));
            took = time.GetElapsedTime(started);
        }
        while (file.Position < file.Length);
    }

    private async Task<BlobChunk> ReadAsync(FileStream file, long end, CancellationToken cancel)
    {
        var offset = file.Position;
        var bytes = new byte[Math.Min(limits.ChunkBytes, end - offset)];
        await file.ReadExactlyAsync(bytes, cancel);
        return new BlobChunk { Offset = offset, Data = UnsafeByteOperations.UnsafeWrap(bytes) };
    }

    private async Task WriteAsync(BlobChunk chunk, CancellationToken cancel)
    {
        try
        {
            await chunks.WriteAsync(chunk, cancel).WaitAsync(limits.Silence, time, cancel);
        }
        catch (TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The device has read nothing for {limits.Silence.TotalSeconds:0.#} s; resume at {chunk.Offset}."));
        }
    }

    /// <summary>Waits until the device has said that it has all before this offset. False where it says nothing.</summary>
    private async Task<bool> HasAsync(long offset, SilenceGuard silence)
    {
        while (_acknowledges = await silence.NextAsync(device))
            if (device.Current.Offset >= offset)
                return true;
        return false;
    }
}
