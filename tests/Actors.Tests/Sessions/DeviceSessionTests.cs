using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Sessions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using Xunit.Abstractions;
using static EdgeActors.Actors.Sessions.SessionSeam;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Tests.Sessions;

public sealed class DeviceSessionTests : ActorSpec, IClassFixture<ToyModel>
{
    private static readonly DeviceId Id = new("cam-1");

    private readonly ToyModel _toy;
    private readonly TestProbe _twin;
    private readonly IActorRef _sessions;

    public DeviceSessionTests(ToyModel toy, ITestOutputHelper output) : base(output)
    {
        _toy = toy;
        var library = new BundleLibrary(toy.Cache);
        library.Add(toy.Bundle);
        _twin = CreatePeer("twin");
        _sessions = Sys.ActorOf(DeviceSessionsActor.Props(
            _twin, CreatePeer("requests"), new("edge-1", library, new FolderBlobs(), CreateTestProbe(), Time)));
    }

    [Fact]
    public async Task A_stream_that_does_not_begin_with_hello_is_refused()
    {
        var (session, frames) = await OpenAsync();
        session.Tell(new DeviceFrame { Goodbye = new() { Reason = "?" } });
        Assert.Equal("hello-first", (await frames.ReadAsync()).Refusal.Code);
        await ClosedAsync(frames);
    }

    [Fact]
    public async Task A_hello_in_anothers_name_is_refused()
    {
        var (session, frames) = await OpenAsync();
        session.Tell(new DeviceFrame { Hello = new() { DeviceId = "somebody-else" } });
        Assert.Equal("wrong-device", (await frames.ReadAsync()).Refusal.Code);
        await ClosedAsync(frames);
    }

    [Fact]
    public async Task The_device_is_welcomed_once_its_twin_knows_it_and_announced_again_and_again()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(new DeviceWelcomed(Id, new("any")));
        Assert.Equal("edge-1", (await frames.ReadAsync()).Welcome.Edge);
        Advance(DeviceSessionActor.AnnounceEvery);
        await _twin.ExpectMsgAsync<ConnectDevice>();
    }

    [Fact]
    public async Task A_device_that_does_not_read_loses_its_stream()
    {
        var (session, _) = await GreetAsync(capacity: 1);
        Watch(session);
        session.Tell(new CommitPair(Id, "c1", Step().Pair));
        session.Tell(new CommitPair(Id, "c2", Step().Pair));
        await ExpectTerminatedAsync(session);
        await _twin.ExpectMsgAsync<DisconnectDevice>();
    }

    [Fact]
    public async Task A_tensor_is_taken_only_for_a_step_that_waits_and_only_of_its_pair()
    {
        var (session, frames) = await GreetAsync();
        var step = Step();
        session.Tell(step);
        Assert.Equal(step.Step.ToString(), (await frames.ReadAsync()).RunStep.Step);

        Assert.Contains("nobody waits", await TakeAsync("r-1/7/1", step.Pair), StringComparison.Ordinal);
        Assert.Contains("another pair", await TakeAsync(step.Step.ToString(), step.Pair with { Codec = "int8" }), StringComparison.Ordinal);
        Assert.Null(await TakeAsync(step.Step.ToString(), step.Pair));
        Assert.Contains("already here", await TakeAsync(step.Step.ToString(), step.Pair), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_makes_no_sense_ends_the_stream_and_fails_its_steps()
    {
        var (session, frames) = await GreetAsync();
        Watch(session);
        session.Tell(Step());
        var step = (await frames.ReadAsync()).RunStep.Step;
        session.Tell(new DeviceFrame { StepAnswered = new() { Step = step, Pair = new() { Model = "no / model" }, Answer = new() } });
        Assert.Equal(FailureCodes.LinkLost, (await ExpectMsgAsync<Messages.Devices.DeviceReplies.StepFailed>()).Failure.Code);
        await ExpectTerminatedAsync(session);
        await ClosedAsync(frames);
    }

    [Fact]
    public async Task A_stream_that_ends_fails_every_step_in_flight()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(Step());
        await frames.ReadAsync();
        session.Tell(new StreamEnded("cable"));
        Assert.Equal(FailureCodes.LinkLost, (await ExpectMsgAsync<Messages.Devices.DeviceReplies.StepFailed>()).Failure.Code);
        await _twin.ExpectMsgAsync<DisconnectDevice>();
    }

    [Fact]
    public async Task A_step_that_the_device_never_answers_is_cancelled_there_and_failed_here()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(Step());
        await frames.ReadAsync();
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(FailureCodes.DeadlinePassed, (await ExpectMsgAsync<Messages.Devices.DeviceReplies.StepFailed>()).Failure.Code);
        Assert.Equal(EdgeFrame.BodyOneofCase.CancelStep, (await frames.ReadAsync()).BodyCase);
    }

    [Fact]
    public async Task A_probe_waits_until_it_delays_nobody_and_is_answered_by_a_tensor()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(Step());
        await frames.ReadAsync();
        session.Tell(new ProbeLink(Id, "p1", 5000));
        await TakeAsync("nobody's", Step().Pair); // in order: the probe has been looked at
        Assert.False(frames.TryRead(out _));

        session.Tell(new DeviceFrame { StepFailed = new() { Step = Step().Step.ToString(), Code = "any", Reason = "any" } });
        Assert.Equal("p1", (await frames.ReadAsync()).Probe.Id);

        Advance(TimeSpan.FromMilliseconds(40));
        Assert.Null((await _sessions.Ask<TensorTaken>(new TensorReceived(Id, new() { Probe = "p1" }, new byte[5000], TimeSpan.Zero))).Refusal);
        var measured = (LinkMeasured)await _twin.FishForMessageAsync(message => message is LinkMeasured);
        Assert.Equal(("p1", 5000, 40, false), (measured.Probe, measured.Bytes, measured.ElapsedMs, measured.Unfinished));
        Assert.NotNull((await _sessions.Ask<TensorTaken>(new TensorReceived(Id, new() { Probe = "p1" }, new byte[5000], TimeSpan.Zero))).Refusal);
    }

    [Fact]
    public async Task While_a_device_computes_everything_itself_the_link_is_free_for_a_probe()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(Step() with { Pair = new(new("toy"), _toy.Bundle.Id, SplitPair.WholeModel, "none"), Predicted = [new(HopNames.Head, 100, double.NaN)] });
        await frames.ReadAsync();
        session.Tell(new ProbeLink(Id, "p1", 5000));
        Assert.Equal("p1", (await frames.ReadAsync()).Probe.Id);
    }

    [Fact]
    public async Task Once_the_features_are_here_the_link_is_free_for_a_probe()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(Step());
        await frames.ReadAsync();
        session.Tell(new ProbeLink(Id, "p1", 5000));
        Assert.Null(await TakeAsync(Step().Step.ToString(), Step().Pair));
        Assert.Equal("p1", (await frames.ReadAsync()).Probe.Id);
    }

    [Fact]
    public async Task Of_two_transfers_under_way_only_the_one_that_was_sent_first_can_be_late()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(new ProbeLink(Id, "p1", 5000));
        await frames.ReadAsync();
        _sessions.Tell(new TensorComing(Id, new() { Probe = "p1", Length = 5000 }));
        Advance(TimeSpan.FromMilliseconds(10));
        session.Tell(Step());
        await frames.ReadAsync();
        _sessions.Tell(new TensorComing(Id, new() { Step = Step().Step.ToString(), Length = 13_000 }));
        await TakeAsync("nobody's", Step().Pair); // in order: both headers have been seen
        Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("p1", ((LinkMeasured)await _twin.FishForMessageAsync(message => message is LinkMeasured { Unfinished: true })).Probe);
        await _twin.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_tensor_that_does_not_arrive_is_told_of_while_it_is_under_way_without_the_time_that_the_device_worked()
    {
        var (session, frames) = await GreetAsync();
        var step = Step();
        session.Tell(step);
        await frames.ReadAsync();
        Advance(TimeSpan.FromMilliseconds(30));
        _sessions.Tell(new TensorComing(Id, new() { Step = step.Step.ToString(), Length = 13_000, Hops = { new Hop { Name = HopNames.Head, MeasuredMs = 25 } } }));
        await TakeAsync("nobody's", step.Pair);
        Advance(TimeSpan.FromMilliseconds(100));
        var measured = (LinkMeasured)await _twin.FishForMessageAsync(message => message is LinkMeasured);
        Assert.Equal((13_000, 105, true), (measured.Bytes, measured.ElapsedMs, measured.Unfinished));

        Assert.Null(await TakeAsync(step.Step.ToString(), step.Pair));
        var finished = (LinkMeasured)await _twin.FishForMessageAsync(message => message is LinkMeasured { Unfinished: false });
        Assert.Null(finished.Probe);
    }

    [Fact]
    public async Task A_probe_that_is_lost_on_its_way_is_not_late_for_ever()
    {
        var (session, frames) = await GreetAsync();
        session.Tell(new ProbeLink(Id, "p1", 5000));
        await frames.ReadAsync();
        _sessions.Tell(new TensorComing(Id, new() { Probe = "p1", Length = 5000 }));
        await TakeAsync("nobody's", Step().Pair); // in order: its header has been seen
        Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("p1", ((LinkMeasured)await _twin.FishForMessageAsync(message => message is LinkMeasured { Unfinished: true })).Probe);

        session.Tell(new ProbeLink(Id, "p2", 5000));
        Assert.Equal("p2", (await frames.ReadAsync()).Probe.Id);
        Advance(TimeSpan.FromMilliseconds(100));
        await _twin.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    private async Task<(IActorRef Session, ChannelReader<EdgeFrame> Frames)> OpenAsync(int capacity = 16)
    {
        var outbound = Channel.CreateBounded<EdgeFrame>(capacity);
        var opened = await _sessions.Ask<SessionOpened>(new OpenSession(Id, outbound));
        return (opened.Actor, outbound.Reader);
    }

    private async Task<(IActorRef Session, ChannelReader<EdgeFrame> Frames)> GreetAsync(int capacity = 16)
    {
        var (session, frames) = await OpenAsync(capacity);
        session.Tell(new DeviceFrame { Hello = new() { DeviceId = Id.Value } });
        await _twin.ExpectMsgAsync<ConnectDevice>();
        return (session, frames);
    }

    private static async Task ClosedAsync(ChannelReader<EdgeFrame> frames)
    {
        while (await frames.WaitToReadAsync())
            await frames.ReadAsync();
    }

    /// <summary>Features that can be decoded: a tail that failed on them would end its step, at a moment that nobody knows.</summary>
    private async Task<string?> TakeAsync(string step, SplitPair pair)
    {
        var features = FeatureStream.Encode(
            [.. Cut.Tensors.Select(tensor => TensorData.OfFloats(tensor.Name, [.. tensor.Shape.Select(n => Math.Max(n, 1))], new float[tensor.Bytes / sizeof(float)]))],
            CodecNames.Float32, Cut);
        return (await _sessions.Ask<TensorTaken>(new TensorReceived(Id, new() { Step = step, Pair = pair.ToWire() }, features, TimeSpan.FromMilliseconds(1)))).Refusal;
    }

    private BundleCut Cut => _toy.Bundle.Cuts[0];

    private ExecuteStep Step() => new(
        Id, new(new("r-1"), 1, 1), TaskNames.ImageClassification, "1", new(new("toy"), _toy.Bundle.Id, Cut.Id, CodecNames.Float32), null,
        PictureRef.Held("cat"), [], TimeSpan.FromSeconds(5));
}
