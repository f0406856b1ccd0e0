using Akka.Actor;

namespace EdgeActors.Actors.Sessions;

/// <summary>What a session tells itself.</summary>
internal static class SessionSelf
{
    /// <summary>The picture of a step is in this edge's store, where the device can fetch it.</summary>
    public sealed record PictureReady(string Step) : INoSerializationVerificationNeeded;

    public sealed record StepExpired(string Key) : INoSerializationVerificationNeeded;

    public sealed record LookAtTransfers : INoSerializationVerificationNeeded
    {
        public static LookAtTransfers Instance { get; } = new();
    }

    public sealed record AnnounceDevice : INoSerializationVerificationNeeded
    {
        public static AnnounceDevice Instance { get; } = new();
    }
}
