using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// How the gRPC service of an edge talks with a device's session. Never leaves the process: the service Asks the actor registered as
/// <c>DeviceSessionsActor</c> with <see cref="OpenSession"/>, then tells the session every <see cref="DeviceFrame"/> as it is.
/// </summary>
public static class SessionSeam
{
    /// <summary>A device's control stream is open and its certificate checked. Answered by <see cref="SessionOpened"/>.</summary>
    /// <param name="Device">The name in the certificate; a Hello with another one is refused.</param>
    /// <param name="Outbound">
    /// Bounded. The session only ever tries to write: a full channel means a device that does not read, and ends the session. The session
    /// completes it when it ends; what is in it by then still goes out, the last frame being Refusal or Goodbye.
    /// </param>
    public sealed record OpenSession(DeviceId Device, ChannelWriter<EdgeFrame> Outbound) : INoSerializationVerificationNeeded;

    public sealed record SessionOpened(SessionId Session, IActorRef Actor) : INoSerializationVerificationNeeded;

    /// <summary>The header of a large tensor is here and its bytes are on their way: a link that has become slow is noticed before they arrive.</summary>
    /// <param name="Device">The name in the certificate of the call.</param>
    public sealed record TensorComing(DeviceId Device, TensorHeader Header) : INoSerializationVerificationNeeded;

    /// <summary>
    /// A tensor, or at cut <c>input</c> the picture, has arrived whole and its digest is right. Sent to the actor registered as
    /// <c>DeviceSessionsActor</c> or to the session itself. Answered at once by <see cref="TensorTaken"/>, before the tail runs.
    /// </summary>
    /// <param name="Device">The name in the certificate of the call.</param>
    /// <param name="Elapsed">From the first byte to the last, by the edge's clock.</param>
    public sealed record TensorReceived(DeviceId Device, TensorHeader Header, ReadOnlyMemory<byte> Payload, TimeSpan Elapsed)
        : INoSerializationVerificationNeeded;

    /// <param name="Refusal">Null when taken; else why nobody waits for it.</param>
    public sealed record TensorTaken(string Step, string? Refusal) : INoSerializationVerificationNeeded;

    /// <summary>The control stream has ended, by either side or because the link died.</summary>
    public sealed record StreamEnded(string Reason) : INoSerializationVerificationNeeded;
}
