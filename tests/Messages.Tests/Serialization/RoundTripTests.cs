using EdgeActors.Messages.Serialization;

namespace EdgeActors.Messages.Tests.Serialization;

public sealed class RoundTripTests(SerializationFixture fixture) : IClassFixture<SerializationFixture>
{
    public static TheoryData<string> Messages => [.. SerializationFixture.MessageTypes.Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_survives_the_wire_with_all_fields_and_with_as_few_as_allowed(string name)
    {
        var type = typeof(IEdgeMessage).Assembly.GetType(name, throwOnError: true)!;
        foreach (var message in new[] { Samples.Full(type), Samples.Sparse(type) })
        {
            var serializer = Assert.IsAssignableFrom<ContextSerializer>(fixture.System.Serialization.FindSerializerFor(message));
            var bytes = serializer.ToBinary(message);
            Assert.Equal(message, serializer.FromBinary(bytes, serializer.Manifest(message)));
        }
    }

    [Fact]
    public void Manifests_are_unique_and_versioned()
    {
        var manifests = fixture.Contracts.Select(contract => contract.Manifest).ToList();
        Assert.Equal(manifests.Count, manifests.Distinct().Count());
        Assert.All(manifests, manifest => Assert.Matches(@"^[a-z]+(\.[a-z-]+)+\.v[0-9]+$", manifest));
    }

    [Fact]
    public void Journal_events_have_manifests_and_protobuf_messages_of_their_own() => Assert.All(fixture.Contracts, contract =>
    {
        var journaled = typeof(IJournalEvent).IsAssignableFrom(contract.Message);
        Assert.Equal(journaled, contract.Manifest.Contains(".journal.", StringComparison.Ordinal));
        Assert.Equal(journaled, contract.Descriptor.FullName.Contains(".journal.", StringComparison.Ordinal));
    });
}
