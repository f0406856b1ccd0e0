namespace EdgeActors.Hosts.Common.Api;

/// <summary>A picture that came with a request, its header checked.</summary>
/// <param name="MediaType">As its bytes say, whatever the caller called it.</param>
public sealed record UploadedPicture(string Name, string MediaType, byte[] Bytes);
