using System.Text.Json.Serialization;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A picture in a JSON body: exactly one of the two is given.</summary>
/// <param name="OnDevice">The id of a picture that the device holds.</param>
/// <param name="Data">The picture's file, base64.</param>
/// <param name="Name">For people; with <paramref name="Data"/> only.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmittedPicture(string? OnDevice = null, byte[]? Data = null, string? Name = null);
