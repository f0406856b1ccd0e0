namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// Where the kernel can't shape the link (no root): the device's sends leave in pieces of at most 2 ms at the rate that was set. It paces one
/// direction only, which is the one that matters here; the answers have 20 bytes.
/// </summary>
internal sealed class PacedStream(Stream inner, Func<double> bytesPerSecond, TimeProvider time)
{
    private const double PieceSeconds = 0.002;

    public async Task WriteAsync(byte[] bytes, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        var due = TimeSpan.Zero;
        for (var at = 0; at < bytes.Length;)
        {
            var piece = Math.Clamp((int)(bytesPerSecond() * PieceSeconds), 1, bytes.Length - at);
            due += TimeSpan.FromSeconds(piece / bytesPerSecond());
            var early = due - time.GetElapsedTime(start);
            if (early > TimeSpan.Zero) await PreciseDelay.WaitAsync(early, time, stop);
            await inner.WriteAsync(bytes.AsMemory(at, piece), stop);
            at += piece;
        }
    }
}
