using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>How local training on a device reaches its edge. Calls fail with <see cref="Agents.LinkDownException"/> while there is no connection.</summary>
public interface IDeviceTrainingLink
{
    /// <summary>Puts a message on the control stream.</summary>
    Task SendAsync(ITrainingMessage message, CancellationToken cancellation);

    /// <summary>Fetches a blob of the cloud by way of the edge, going on where an earlier try stopped.</summary>
    Task<byte[]> FetchAsync(BlobRef blob, CancellationToken cancellation);

    /// <summary>Uploads bytes into the edge's store, going on where an earlier try stopped.</summary>
    Task<BlobRef> UploadAsync(byte[] bytes, string name, CancellationToken cancellation);

    /// <summary>The edge's answer to a blob that was asked for.</summary>
    void Prepared(BlobMessages.BlobPrepared prepared);
}
