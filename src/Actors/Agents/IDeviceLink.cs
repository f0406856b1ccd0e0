using EdgeActors.Messages.Link;

namespace EdgeActors.Actors.Agents;

/// <summary>
/// A device's way to its edge: plain transport, dialled and re-dialled by the host. It tells the agent <see cref="AgentSeam.LinkUp"/>,
/// every <see cref="EdgeFrame"/> as it is, and <see cref="AgentSeam.LinkDown"/>; the agent answers LinkUp by sending its Hello.
/// Calls fail with <see cref="LinkDownException"/> while there is no connection. Safe to call from many threads.
/// </summary>
public interface IDeviceLink
{
    /// <summary>Puts a frame on the control stream, in order.</summary>
    ValueTask SendAsync(DeviceFrame frame, CancellationToken cancellation);

    /// <summary>
    /// Sends features, or at cut <c>input</c> the picture, on a call of their own. Fills in the header's length, digest and time.
    /// </summary>
    Task<TensorSent> SendTensorAsync(TensorHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation);

    /// <summary>Fetches a blob of the edge into the device's store, going on where an earlier try stopped, and gives its path there.</summary>
    Task<string> FetchBlobAsync(BlobInfo blob, CancellationToken cancellation);
}
