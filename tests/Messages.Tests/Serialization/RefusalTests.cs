using System.Runtime.Serialization;
using System.Text;
using EdgeActors.Messages.Requests;
using EdgeActors.Messages.Serialization;

namespace EdgeActors.Messages.Tests.Serialization;

public sealed class RefusalTests(SerializationFixture fixture) : IClassFixture<SerializationFixture>
{
    private sealed record Stranger(string Name);

    [Fact]
    public void A_type_without_a_contract_cannot_be_written() =>
        Assert.ThrowsAny<Exception>(() => fixture.System.Serialization.FindSerializerFor(new Stranger("x")).ToBinary(new Stranger("x")));

    [Fact]
    public void Json_is_refused_on_reading_even_when_it_names_a_type_of_ours()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"$type":"{{typeof(Stranger).AssemblyQualifiedName}}","Name":"x"}""");
        Assert.Throws<SerializationException>(() => fixture.System.Serialization.Deserialize(json, 1, typeof(Stranger).AssemblyQualifiedName!));
    }

    [Fact]
    public void An_unknown_manifest_is_refused_by_name()
    {
        var failure = Assert.Throws<SerializationException>(() => Requests.FromBinary([], "request.submit.v9"));
        Assert.Contains("request.submit.v9", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("request.submit.v1")]
    [InlineData("request.view.v1")]
    [InlineData("request.journal.accepted.v1")]
    public void Bytes_that_are_not_the_message_are_refused_not_guessed(string manifest)
    {
        Assert.Throws<SerializationException>(() => Requests.FromBinary([0xFF, 0xFF, 0xFF], manifest));
        Assert.Throws<SerializationException>(() => Requests.FromBinary([], manifest));
    }

    [Fact]
    public void A_message_that_the_transport_would_drop_fails_at_the_sender()
    {
        var spec = new RequestSpec(new string('x', ContextSerializer.LargestMessage), [], null, 0, TimeSpan.FromSeconds(1));
        var failure = Assert.Throws<SerializationException>(() => Requests.ToBinary(new RequestCommands.SubmitRequest(new("r"), spec)));
        Assert.Contains("BlobRef", failure.Message, StringComparison.Ordinal);
    }

    private ContextSerializer Requests => (ContextSerializer)fixture.System.Serialization.FindSerializerForType(typeof(RequestView));
}
