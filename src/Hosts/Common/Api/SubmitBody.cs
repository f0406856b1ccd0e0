using System.Text.Json.Serialization;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>The JSON body of <c>POST /v1/requests</c>. Multipart bodies carry the same names as fields, and pictures as files.</summary>
/// <param name="Text">In plain language.</param>
/// <param name="Device">Whose pictures these are and where the first half of the model runs; without it the edge runs everything.</param>
/// <param name="AccuracyLossBudget">Accuracy that codecs may cost, as a fraction: 0.01 is one point. 0.01 where absent.</param>
/// <param name="DeadlineMs">From acceptance; 30000 where absent.</param>
/// <param name="AllowEdge">Whether the edge may answer alone when the device can't; true where absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmitBody(
    string? Text = null, IReadOnlyList<SubmittedPicture>? Pictures = null, string? Device = null, double? AccuracyLossBudget = null, double? DeadlineMs = null,
    bool? AllowEdge = null);
