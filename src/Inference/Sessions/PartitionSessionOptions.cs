namespace EdgeActors.Inference.Sessions;

/// <summary>How one partition is run.</summary>
public sealed record PartitionSessionOptions
{
    /// <summary>Threads inside one operator. 1 keeps latency steady where several sessions share the cores.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Keeps freed memory for the next run: faster, but a session never gives back its peak. Off for large models on small devices.
    /// </summary>
    public bool KeepMemory { get; init; } = true;
}
