namespace EdgeActors.Hosts.Common.Api;

/// <summary>Exactly one of the two is set.</summary>
public sealed record DraftPicture(UploadedPicture? Uploaded, string? OnDevice);
