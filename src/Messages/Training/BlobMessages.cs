namespace EdgeActors.Messages.Training;

/// <summary>Between a device and its edge: blobs of the cloud reach the device by way of the edge's store.</summary>
public static class BlobMessages
{
    /// <summary>Asks the edge to have a blob ready for download. Answered by <see cref="BlobPrepared"/>.</summary>
    public sealed record PrepareBlob(DeviceId Device, BlobRef Blob) : ITrainingMessage;

    /// <param name="Failure">Null when it is there.</param>
    public sealed record BlobPrepared(DeviceId Device, string Sha256, string? Failure) : ITrainingMessage;
}
