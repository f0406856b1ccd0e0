using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace EdgeActors.Messages.Serialization;

/// <summary>
/// Stands where Akka's Newtonsoft serializer stands (id 1) and refuses both ways. Without it, bytes marked with id 1 are
/// instantiated by type name even when unregistered types are disallowed: that setting only guards writing.
/// </summary>
public sealed class RejectingJsonSerializer : Serializer
{
    public RejectingJsonSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public RejectingJsonSerializer(ExtendedActorSystem system, Config config) : this(system) => _ = config;

    public override int Identifier => 1;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().FullName} has no serializer: give it a contract in the serializer of its context.");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"Refused {bytes.Length} bytes of JSON naming {type?.FullName}: no peer of this program sends JSON.");
}
