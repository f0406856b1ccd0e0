namespace EdgeActors.Actors.Sessions;

/// <summary>A download's turn on the link of its device; ends when it is disposed of.</summary>
public sealed class DownloadTurn : IDisposable
{
    private SemaphoreSlim? _sending;

    internal DownloadTurn(SemaphoreSlim? sending) => _sending = sending;

    /// <summary>A step waits for this file: it need not spare the link.</summary>
    public bool IsUrgent { get; private init; }

    internal static DownloadTurn Urgent { get; } = new(null) { IsUrgent = true };

    public void Dispose() => Interlocked.Exchange(ref _sending, null)?.Release();
}
