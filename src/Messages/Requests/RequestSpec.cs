namespace EdgeActors.Messages.Requests;

/// <summary>What a person asks.</summary>
/// <param name="Text">In plain language, untrusted.</param>
/// <param name="Device">Whose pictures these are and where the head runs; null lets the edge run everything.</param>
/// <param name="AccuracyLossBudget">Accuracy that codecs may cost, as a fraction of 1: 0.01 is one point. 0 allows only lossless codecs.</param>
/// <param name="Deadline">From the moment the request is accepted.</param>
/// <param name="AllowEdge">Whether the edge may answer alone when the device cannot; only uploaded pictures can be.</param>
public sealed record RequestSpec(
    string Text, ValueArray<PictureRef> Pictures, DeviceId? Device, double AccuracyLossBudget, TimeSpan Deadline, bool AllowEdge = true);
