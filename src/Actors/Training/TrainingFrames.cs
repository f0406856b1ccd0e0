using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>Training messages as they cross the device link: a manifest and bytes, the same as between hosts.</summary>
public sealed class TrainingFrames(ActorSystem system)
{
    private readonly TrainingSerializer _serializer = new((ExtendedActorSystem)system);

    public (string Kind, byte[] Payload) Write(ITrainingMessage message) => (_serializer.Manifest(message), _serializer.ToBinary(message));

    /// <exception cref="System.Runtime.Serialization.SerializationException">Not a training message.</exception>
    public ITrainingMessage Read(string kind, byte[] payload) => (ITrainingMessage)_serializer.FromBinary(payload, kind);

    /// <summary>To a device by way of its twin.</summary>
    public DeviceCommands.SendTraining ToDevice(DeviceId device, ITrainingMessage message)
    {
        var (kind, payload) = Write(message);
        return new(device, kind, payload.ToValueArray());
    }
}
