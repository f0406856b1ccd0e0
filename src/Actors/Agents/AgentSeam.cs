using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Actors.Agents;

/// <summary>How a device host talks with the agent of one device. Never leaves the process.</summary>
public static class AgentSeam
{
    /// <summary>The control stream is open; the edge expects Hello.</summary>
    public sealed record LinkUp(string Edge) : INoSerializationVerificationNeeded;

    public sealed record LinkDown(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>The files of the picture folder have changed.</summary>
    public sealed record PicturesRescanned : INoSerializationVerificationNeeded;

    /// <summary>
    /// A program on the device asks about pictures that the device holds. Answered by <see cref="LocalOutcome"/> within the deadline.
    /// While there is no link the device answers alone where it can, and says so.
    /// </summary>
    /// <param name="Pictures">Ids of pictures in the device's folder.</param>
    public sealed record SubmitHere(RequestId Request, string Text, ValueArray<string> Pictures, double AccuracyLossBudget, TimeSpan Deadline)
        : INoSerializationVerificationNeeded;

    /// <summary>Puts a picture into the device's folder under its digest. Answered by <see cref="PictureKept"/>.</summary>
    public sealed record KeepPicture(string MediaType, ReadOnlyMemory<byte> Bytes) : INoSerializationVerificationNeeded;

    public sealed record PictureKept(string Id) : INoSerializationVerificationNeeded;

    /// <summary>Exactly one of the two is set.</summary>
    public sealed record LocalOutcome(RequestView? View, Failure? Failure) : INoSerializationVerificationNeeded;

    /// <summary>Answered by <see cref="AgentStatus"/>.</summary>
    public sealed record GetStatus : INoSerializationVerificationNeeded;

    /// <param name="Link">The edge's name while connected, else null.</param>
    /// <param name="Bundles">In the cache, by digest.</param>
    public sealed record AgentStatus(DeviceId Device, string? Link, ValueArray<string> Pictures, ValueArray<string> Bundles, ValueArray<AgreedPair> Pairs)
        : INoSerializationVerificationNeeded;

    public sealed record AgreedPair(string Proposal, SplitPair Pair);
}
