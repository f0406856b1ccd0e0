using Akka.Actor;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Actors.Coordinators;

/// <summary>Spoken between a twin and its coordinators; never leaves the process.</summary>
public static class CoordinatorMessages
{
    /// <param name="Session">Null while the device is offline.</param>
    /// <param name="Hello">Null for the edge pool, and before the first.</param>
    public sealed record SessionChanged(IActorRef? Session, DeviceHello? Hello) : INoSerializationVerificationNeeded;

    public sealed record LinkChanged(LinkEstimate Link) : INoSerializationVerificationNeeded;

    /// <summary>A pair is in force.</summary>
    public sealed record SplitAgreed(AgreedSplit Split) : INoSerializationVerificationNeeded;

    /// <summary>From a coordinator to itself: a device can fetch what a proposal needs.</summary>
    internal sealed record FilesReady(string Proposal, ValueArray<BlobRef> Files) : INoSerializationVerificationNeeded;

    internal sealed record FilesMissing(string Proposal, string Reason) : INoSerializationVerificationNeeded;

    internal sealed record ProposalExpired(string Proposal) : INoSerializationVerificationNeeded;

    /// <summary>For a head.</summary>
    internal sealed record WaitedEnough(StepKey Step) : INoSerializationVerificationNeeded;
}
