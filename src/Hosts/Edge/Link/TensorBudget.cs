namespace EdgeActors.Edge.Link;

/// <summary>Counts the bytes of tensors that are being received, so that many devices at once cannot exhaust the edge's memory.</summary>
public sealed class TensorBudget(LinkLimits limits)
{
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    /// <summary>Null where there is no room; dispose to give the room back.</summary>
    public IDisposable? TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limits.TensorBudgetBytes)
            return new Reservation(this, bytes);
        Interlocked.Add(ref _held, -bytes);
        return null;
    }

    private sealed class Reservation(TensorBudget budget, long bytes) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                Interlocked.Add(ref budget._held, -bytes);
        }
    }
}
