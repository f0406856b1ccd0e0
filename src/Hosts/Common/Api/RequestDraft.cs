using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A request as it came over HTTP, checked, its pictures not stored yet.</summary>
/// <param name="Pictures">Each an <see cref="UploadedPicture"/>, or the id of a picture on the device.</param>
public sealed record RequestDraft(
    string Text, IReadOnlyList<DraftPicture> Pictures, DeviceId? Device, double AccuracyLossBudget, TimeSpan Deadline, bool AllowEdge);
