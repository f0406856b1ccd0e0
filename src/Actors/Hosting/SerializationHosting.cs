using Akka.Hosting;
using EdgeActors.Messages.Serialization;

namespace EdgeActors.Actors.Hosting;

public static class SerializationHosting
{
    /// <summary>The serializers of every message, and none for anything else. Each host with an ActorSystem needs it.</summary>
    public static AkkaConfigurationBuilder WithEdgeMessages(this AkkaConfigurationBuilder builder) =>
        builder.AddHocon(EdgeSerialization.Config, HoconAddMode.Prepend);
}
