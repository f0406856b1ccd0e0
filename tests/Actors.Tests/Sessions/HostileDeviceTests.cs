using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Sessions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using EdgeActors.Tests.Fuzz;
using Google.Protobuf;
using Xunit.Abstractions;
using static EdgeActors.Actors.Sessions.SessionSeam;
using static EdgeActors.Messages.Devices.DeviceCommands;

namespace EdgeActors.Actors.Tests.Sessions;

/// <summary>A device with a good certificate and bad intentions: it loses its own stream, and nobody else notices.</summary>
public sealed class HostileDeviceTests : ActorSpec, IClassFixture<ToyModel>
{
    private static readonly DeviceId Hostile = new("hostile");

    private readonly TestProbe _twin;
    private readonly IActorRef _sessions;

    public HostileDeviceTests(ToyModel toy, ITestOutputHelper output) : base(output)
    {
        var library = new BundleLibrary(toy.Cache);
        library.Add(toy.Bundle);
        _twin = CreatePeer("twin");
        _sessions = Sys.ActorOf(DeviceSessionsActor.Props(_twin, CreatePeer("requests"), new("edge-1", library, new FolderBlobs(), CreateTestProbe(), Time)));
    }

    [Fact]
    public async Task Frames_of_any_content_end_at_most_the_stream_that_they_came_over()
    {
        var frames = new Mutator(
            21,
            new DeviceFrame { Hello = new Hello { DeviceId = Hostile.Value } }.ToByteArray(),
            new DeviceFrame { StepAnswered = new StepAnswered { Step = "r-1/1/1", Pair = new Pair { Model = "m", Bundle = new string('a', 64), Cut = "c", Codec = "int8" }, Answer = new() } }.ToByteArray(),
            new DeviceFrame { StepFailed = new StepFailed { Step = "r-1/1/1", Code = "x", Reason = "y" } }.ToByteArray(),
            new DeviceFrame { Profiles = new ProfileReport { Profiles = { new PartitionProfile() } } }.ToByteArray(),
            new DeviceFrame { Pictures = new PicturesChanged { Pictures = { new PictureInfo { Id = "cat", MediaType = "image/jpeg", Sha256 = new string('a', 64) } } } }.ToByteArray(),
            new DeviceFrame { Training = new TrainingFromDevice { Kind = "training.offer.v1", Payload = ByteString.CopyFrom(1, 2, 3) } }.ToByteArray(),
            new DeviceFrame { Goodbye = new Goodbye { Reason = "bye" } }.ToByteArray());
        var session = await OpenAsync(Hostile);
        var told = 0;
        for (var number = FuzzCases.Of(3_000); number > 0; number--)
        {
            if (!TryParse(frames.Next(), out var frame))
                continue;
            if (told++ % 8 == 0)
            {
                // Most frames are only looked at after a Hello, and many end the stream.
                session.Frames.TryComplete();
                session = await OpenAsync(Hostile);
                session.Actor.Tell(new DeviceFrame { Hello = new Hello { DeviceId = Hostile.Value } });
            }

            session.Actor.Tell(frame);
        }

        Assert.True(told > 0);
        // The next device is served as ever.
        var other = await OpenAsync(new DeviceId("honest"));
        other.Actor.Tell(new DeviceFrame { Hello = new Hello { DeviceId = "honest" } });
        await _twin.FishForMessageAsync<ConnectDevice>(connect => connect.Device.Value == "honest", TimeSpan.FromSeconds(20));
    }

    private async Task<(IActorRef Actor, ChannelWriter<EdgeFrame> Frames)> OpenAsync(DeviceId device)
    {
        var outbound = Channel.CreateBounded<EdgeFrame>(64);
        return ((await _sessions.Ask<SessionOpened>(new OpenSession(device, outbound))).Actor, outbound.Writer);
    }

    private static bool TryParse(byte[] bytes, out DeviceFrame frame)
    {
        try
        {
            frame = DeviceFrame.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            frame = new DeviceFrame();
            return false;
        }
    }
}
