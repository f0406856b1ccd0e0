using System.Runtime.Serialization;
using EdgeActors.Messages.Link;
using EdgeActors.Tests.Fuzz;
using Google.Protobuf;

namespace EdgeActors.Messages.Tests.Serialization;

/// <summary>Bytes that are almost those of a message: read as some message, or refused by the exception that its reader expects.</summary>
public sealed class HostileBytesTests(SerializationFixture fixture) : IClassFixture<SerializationFixture>
{
    [Fact]
    public void Of_every_contract_between_hosts_and_in_the_journal()
    {
        var golden = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Contracts", "golden.txt")).Select(line => line.Split(' '))
            .Select(line => (Manifest: line[0], Bytes: Convert.FromBase64String(line.ElementAtOrDefault(1) ?? ""))).ToList();
        var readers = fixture.Serializers.SelectMany(serializer => serializer.Contracts.Select(contract => (contract.Manifest, Serializer: serializer))).ToDictionary(pair => pair.Manifest, pair => pair.Serializer);
        var bytes = new Mutator(11, [.. golden.Select(line => line.Bytes)]);
        for (var number = FuzzCases.Of(20_000); number > 0; number--)
        {
            // Also under a manifest that is not theirs.
            var manifest = golden[bytes.Pick(golden.Count)].Manifest;
            var body = bytes.Next();
            try
            {
                readers[manifest].FromBinary(body, manifest);
            }
            catch (SerializationException)
            {
                // Refused, as promised.
            }
            catch (Exception e)
            {
                Assert.Fail($"Case {number}, {manifest} {Convert.ToBase64String(body)}: {e}");
            }
        }
    }

    [Fact]
    public void Of_frames_on_the_link_of_a_device()
    {
        var bytes = new Mutator(
            12,
            new DeviceFrame { Hello = new Hello { DeviceId = "camera" } }.ToByteArray(),
            new DeviceFrame { StepAnswered = new StepAnswered { Step = "r-1/1/1", Pair = new Pair { Model = "m", Bundle = new string('a', 64), Cut = "c", Codec = "int8" } } }.ToByteArray(),
            new TensorChunk { Header = new TensorHeader { Step = "r-1/1/1", Length = 4, Sha256 = new string('a', 64) }, Data = ByteString.CopyFrom(1, 2, 3, 4) }.ToByteArray());
        for (var number = FuzzCases.Of(20_000); number > 0; number--)
        {
            var body = bytes.Next();
            try
            {
                DeviceFrame.Parser.ParseFrom(body);
                TensorChunk.Parser.ParseFrom(body);
            }
            catch (InvalidProtocolBufferException)
            {
                // gRPC ends the call.
            }
        }
    }
}
