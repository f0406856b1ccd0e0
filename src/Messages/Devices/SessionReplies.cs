namespace EdgeActors.Messages.Devices;

/// <summary>What a session tells the twin and its coordinators.</summary>
public static class SessionReplies
{
    /// <param name="Failure">Null when accepted. Codes of the device: memory, battery, policy, bundle, busy.</param>
    public sealed record ProposalAnswered(DeviceId Device, string Proposal, Failure? Failure) : IDeviceMessage
    {
        public bool Accepted => Failure is null;
    }

    /// <summary>One transfer over the link. Echoes measure the round trip, tensors the uplink.</summary>
    /// <param name="Bytes">Uplink payload.</param>
    /// <param name="Probe">The probe's id, or null for a tensor.</param>
    /// <param name="Unfinished">It is still under way, after so long.</param>
    public sealed record LinkMeasured(DeviceId Device, string? Probe, long Bytes, double ElapsedMs, bool Unfinished = false) : IDeviceMessage;

    public sealed record ProfilesReported(DeviceId Device, ValueArray<PartitionTimes> Profiles) : IDeviceMessage;

    public sealed record PicturesChanged(DeviceId Device, ValueArray<DevicePicture> Pictures) : IDeviceMessage;
}
