using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Sessions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using Xunit.Abstractions;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceQueries;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Tests.Devices;

public sealed class DeviceActorTests : ActorSpec, IClassFixture<ToyModel>
{
    private static readonly DeviceId Id = new("cam-1");
    private static readonly DeviceHello Hello = new(
        "i", "s", new(1, 1, "x64", "1", 1, 1), new(false, 0), [new("cat", "image/jpeg", 1_000, new('0', 64))], [], [], [], []);

    private readonly TestProbe _directory;
    private readonly TestProbe _session;
    private readonly IActorRef _twin;

    public DeviceActorTests(ToyModel toy, ITestOutputHelper output) : base(output)
    {
        var library = new BundleLibrary(toy.Cache);
        library.Add(toy.Bundle);
        _directory = CreatePeer("directory");
        _session = CreatePeer("session");
        _twin = Sys.ActorOf(DeviceActor.Props(
            Id, _directory, ActorRefs.Nobody, new EdgeServices("edge-1", library, new FolderBlobs(), CreateTestProbe(), Time)));
    }

    [Fact]
    public async Task A_device_that_never_connects_is_unknown_after_the_patience_for_a_moved_twin()
    {
        _twin.Tell(Step(1));
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        Advance(DeviceActor.Patience);
        Assert.Equal(FailureCodes.DeviceUnknown, (await ExpectMsgAsync<StepFailed>()).Failure.Code);
    }

    [Fact]
    public async Task A_step_that_reaches_a_moved_twin_before_its_session_does_is_run_when_the_session_is_there()
    {
        _twin.Tell(Step(1));
        await ConnectAsync(_session, "s-1");
        var step = (ExecuteStep)await _session.FishForMessageAsync(message => message is ExecuteStep);
        Assert.Equal(SplitPair.RawInput, step.Pair.Cut);
        Assert.Equal("cat", step.Picture.OnDevice);
    }

    [Fact]
    public async Task A_newer_stream_replaces_the_older_one_whose_word_counts_no_more()
    {
        await ConnectAsync(_session, "s-1");
        var newer = CreatePeer("newer");
        await ConnectAsync(newer, "s-2");
        await _session.FishForMessageAsync(message => message is SessionReplaced);
        _twin.Tell(new ConnectDevice(Id, new("s-1"), "edge-1", Hello), _session);
        await _session.FishForMessageAsync(message => message is SessionReplaced);
        _twin.Tell(new DisconnectDevice(Id, new("s-1"), "late"), _session);
        Assert.True((await _twin.Ask<DeviceView>(new GetDevice(Id))).Online);
    }

    [Fact]
    public async Task A_session_that_dies_without_a_word_takes_its_device_offline()
    {
        await ConnectAsync(_session, "s-1");
        Assert.True((await _directory.ExpectMsgAsync<DeviceSeen>()).View.Online);
        Sys.Stop(_session);
        Assert.False((await _directory.ExpectMsgAsync<DeviceSeen>()).View.Online);
        _twin.Tell(Step(1));
        Assert.Equal(FailureCodes.DeviceOffline, (await ExpectMsgAsync<StepFailed>()).Failure.Code);
    }

    [Fact]
    public async Task A_step_that_its_session_never_answers_fails_at_its_deadline()
    {
        await ConnectAsync(_session, "s-1");
        _twin.Tell(Step(1));
        await _session.FishForMessageAsync(message => message is ExecuteStep);
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(FailureCodes.DeadlinePassed, (await ExpectMsgAsync<StepFailed>()).Failure.Code);
    }

    [Fact]
    public async Task A_task_without_a_model_says_which_one()
    {
        await ConnectAsync(_session, "s-1");
        _twin.Tell(Step(1) with { Task = TaskNames.ImageCaptioning });
        var failure = (await ExpectMsgAsync<StepFailed>()).Failure;
        Assert.Equal(FailureCodes.ModelMissing, failure.Code);
        Assert.Contains(TaskNames.ImageCaptioning, failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_link_is_not_known_it_is_probed()
    {
        await ConnectAsync(_session, "s-1");
        Advance(TimeSpan.FromSeconds(1));
        var probe = (ProbeLink)await _session.FishForMessageAsync(message => message is ProbeLink);
        Assert.True(probe.Bytes > 0);
    }

    [Fact]
    public async Task One_probe_is_out_at_a_time_and_a_link_that_is_late_is_believed_before_the_transfer_ends()
    {
        await ConnectAsync(_session, "s-1");
        Advance(TimeSpan.FromSeconds(1));
        for (var n = 1; n <= 7; n++)
        {
            var probe = (ProbeLink)await _session.FishForMessageAsync(message => message is ProbeLink);
            Assert.Equal($"p{n}", probe.Probe);
            _twin.Tell(new LinkMeasured(Id, probe.Probe, probe.Bytes, probe.Bytes > 1000 ? 20 : 5));
        }
        var before = (await _twin.Ask<DeviceView>(new GetDevice(Id))).Link!;
        Advance(TimeSpan.FromSeconds(1)); // which it takes
        _twin.Tell(new LinkMeasured(Id, null, 20_000, before.RoundTripMs + 900, Unfinished: true));
        var after = (await _twin.Ask<DeviceView>(new GetDevice(Id))).Link!;
        Assert.True(after.GoodputBytesPerSecond < 30_000 && before.GoodputBytesPerSecond > 300_000, $"{before} then {after}");
    }

    private async Task ConnectAsync(TestProbe session, string id)
    {
        _twin.Tell(new ConnectDevice(Id, new(id), "edge-1", Hello), session);
        await session.FishForMessageAsync(message => message is DeviceWelcomed welcomed && welcomed.Session.Value == id);
    }

    private static RunStep Step(int step) => new(
        Id, new(new("r-1"), step, 1), TaskNames.ImageClassification, null, PictureRef.Held("cat"), 0.01, TimeSpan.FromSeconds(5), true);
}
