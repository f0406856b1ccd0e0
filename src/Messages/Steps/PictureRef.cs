namespace EdgeActors.Messages;

/// <summary>A picture of a request: one that the device holds, or one that was uploaded. Exactly one of the two is set.</summary>
public sealed record PictureRef
{
    private PictureRef(string? onDevice, BlobRef? blob)
    {
        OnDevice = onDevice;
        Blob = blob;
    }

    /// <summary>The picture's id on the request's device.</summary>
    public string? OnDevice { get; }

    public BlobRef? Blob { get; }

    public static PictureRef Held(string id) => new(id, null);

    public static PictureRef Uploaded(BlobRef blob) => new(null, blob);
}
