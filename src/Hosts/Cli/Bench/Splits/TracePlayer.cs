using System.Diagnostics;
using EdgeActors.Cli.Shaping;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Changes the link as a trace says while requests are made one after another.</summary>
internal sealed class TracePlayer(SplitTraffic traffic, IShapedLink link, IReadOnlyList<double> trace, double pieceMs)
{
    /// <returns>Everything that was answered until the trace had ended.</returns>
    public async Task<List<SplitSample>> PlayAsync(CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var stepping = StepAsync(over.Token);
        var samples = new List<SplitSample>();
        try
        {
            while (!stepping.IsCompleted)
                if (await traffic.AskAsync(cancel) is { } sample)
                    samples.Add(sample);
        }
        finally
        {
            await over.CancelAsync();
        }
        try
        {
            await stepping;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The trace had ended, or the traffic failed; the latter is on its way up already.
        }
        return samples;
    }

    private async Task StepAsync(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        for (var piece = 0; piece < trace.Count; piece++)
        {
            await link.SetRateAsync(LinkRate.Symmetric(trace[piece]), stop);
            var left = TimeSpan.FromMilliseconds((piece + 1) * pieceMs) - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, stop);
        }
    }
}
