namespace EdgeActors.Messages.Devices;

/// <summary>What a twin and its coordinators tell the device's session; the session turns it into frames.</summary>
public static class SessionCommands
{
    /// <summary>Answered by <see cref="SessionReplies.ProposalAnswered"/>.</summary>
    /// <param name="Files">What the device needs for it: the bundle's manifest and the head.</param>
    public sealed record ProposePair(DeviceId Device, string Proposal, SplitPair Pair, ValueArray<BlobRef> Files) : IDeviceMessage;

    /// <summary>From here on steps name the proposed pair.</summary>
    public sealed record CommitPair(DeviceId Device, string Proposal, SplitPair Pair) : IDeviceMessage;

    /// <summary>Answered by <see cref="DeviceReplies.StepAnswered"/> or <see cref="DeviceReplies.StepFailed"/>.</summary>
    /// <param name="Predicted">Expected cost per hop, to be reported beside the measured.</param>
    /// <param name="TraceParent">W3C trace context of the attempt; null where nobody traces.</param>
    public sealed record ExecuteStep(
        DeviceId Device, StepKey Step, string Task, string Version, SplitPair Pair, string? Question, PictureRef Picture,
        ValueArray<HopCost> Predicted, TimeSpan Remaining, string? TraceParent = null) : IDeviceMessage;

    /// <summary>
    /// Measures the link: the device is asked for a tensor of <paramref name="Bytes"/>, once that delays nobody. Answered by
    /// <see cref="SessionReplies.LinkMeasured"/>.
    /// </summary>
    public sealed record ProbeLink(DeviceId Device, string Probe, int Bytes) : IDeviceMessage;
}
