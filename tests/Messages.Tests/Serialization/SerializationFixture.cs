using Akka.Actor;
using Akka.Configuration;
using EdgeActors.Messages.Serialization;

namespace EdgeActors.Messages.Tests.Serialization;

/// <summary>One actor system with the serializers as hosts have them.</summary>
public sealed class SerializationFixture : IAsyncLifetime
{
    public ActorSystem System { get; } = ActorSystem.Create("contracts",
        EdgeSerialization.Config.WithFallback(ConfigurationFactory.ParseString("akka.loglevel = WARNING")));

    public IEnumerable<ContextSerializer> Serializers => MessageTypes
        .Select(type => System.Serialization.FindSerializerForType(type)).OfType<ContextSerializer>().Distinct();

    public IEnumerable<MessageContract> Contracts => Serializers.SelectMany(serializer => serializer.Contracts);

    /// <summary>Every concrete message of the assembly.</summary>
    public static IEnumerable<Type> MessageTypes => typeof(IEdgeMessage).Assembly.GetTypes()
        .Where(type => typeof(IEdgeMessage).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => System.Terminate();
}
