namespace EdgeActors.Messages.Training;

/// <summary>
/// Between a round and one of its devices. A round may be tried several times; what belongs to another attempt is ignored. Every message may come
/// twice, and may be sent again until the next phase.
/// </summary>
public interface IDeviceRoundMessage : IRoundMessage
{
    int Attempt { get; }

    DeviceId Device { get; }
}
