using Grpc.Core;

namespace EdgeActors.Edge.Link;

/// <summary>Reads a stream of messages, each of which must come within a while: a stalled sender does not hold memory for ever.</summary>
internal sealed class SilenceGuard(TimeSpan silence, TimeProvider time, CancellationToken cancel) : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);

    public async Task<bool> NextAsync<T>(IAsyncStreamReader<T> messages)
    {
        var next = messages.MoveNext(_limit.Token);
        try
        {
            return await next.WaitAsync(silence, time, cancel);
        }
        catch (TimeoutException)
        {
            await _limit.CancelAsync();
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"Nothing has come for {silence.TotalSeconds:0.#} s."));
        }
    }

    public void Dispose() => _limit.Dispose();
}
