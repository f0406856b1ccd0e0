using Akka.Actor;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Training;

/// <summary>What a device host can ask about the local training of one device. Never leaves the process.</summary>
public static class LocalTrainings
{
    /// <summary>How many are remembered.</summary>
    public const int Remembered = 1000;

    /// <summary>Answered by <see cref="Trained"/>.</summary>
    public sealed record GetTrained : INoSerializationVerificationNeeded;

    /// <param name="Rounds">One entry for each training since the process began, the oldest first: a round that is there twice was trained twice.</param>
    public sealed record Trained(DeviceId Device, ValueArray<RoundId> Rounds) : INoSerializationVerificationNeeded;
}
