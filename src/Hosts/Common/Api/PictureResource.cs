using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A picture of a request: held by the device, or uploaded and known by its digest.</summary>
public sealed record PictureResource(string? OnDevice, string? Sha256, long? Length, string? MediaType, string? Name)
{
    public static PictureResource Of(PictureRef picture) =>
        new(picture.OnDevice, picture.Blob?.Sha256, picture.Blob?.Length, picture.Blob?.MediaType, picture.Blob?.Name);
}
