using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Coordinators;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using Xunit.Abstractions;
using static EdgeActors.Actors.Coordinators.CoordinatorMessages;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;
using SplitPair = EdgeActors.Messages.SplitPair;

namespace EdgeActors.Actors.Tests.Coordinators;

public sealed class CoordinatorActorTests : ActorSpec, IClassFixture<ToyModel>
{
    private static readonly DeviceId Id = new("cam-1");

    private readonly TestProbe _twin;
    private readonly TestProbe _session;
    private readonly IActorRef _coordinator;
    private readonly ToyModel _toy;

    public CoordinatorActorTests(ToyModel toy, ITestOutputHelper output) : base(output)
    {
        _toy = toy;
        var library = new BundleLibrary(toy.Cache);
        library.Add(toy.Bundle);
        _twin = CreateTestProbe("twin");
        _session = CreatePeer("session");
        _coordinator = _twin.ChildActorOf(CoordinatorActor.Props(Id, toy.Bundle, new("edge-1", library, new FolderBlobs(), CreateTestProbe(), Time)));
    }

    [Fact]
    public async Task The_whole_model_is_brought_first_with_everything_that_it_needs()
    {
        Connect();
        var propose = await _session.ExpectMsgAsync<ProposePair>();
        Assert.Equal(SplitPair.WholeModel, propose.Pair.Cut);
        Assert.Equal([_toy.Bundle.Id, _toy.Bundle.Whole.Sha256], propose.Files.Select(file => file.Sha256));
        _coordinator.Tell(new ProposalAnswered(Id, propose.Proposal, null));
        Assert.Equal(propose.Proposal, (await _session.ExpectMsgAsync<CommitPair>()).Proposal);
        Assert.Equal(propose.Pair, (await _twin.ExpectMsgAsync<SplitAgreed>()).Split.Pair);
    }

    [Fact]
    public async Task A_device_that_refuses_the_whole_model_is_asked_for_a_part_of_it()
    {
        Connect(new DevicePolicy(FeaturesOnly: true, 0));
        var whole = await _session.ExpectMsgAsync<ProposePair>();
        _coordinator.Tell(new ProposalAnswered(Id, whole.Proposal, new("memory", "too large")));
        var part = await _session.ExpectMsgAsync<ProposePair>();
        Assert.Contains(_toy.Bundle.Cuts, cut => cut.Id == part.Pair.Cut);
    }

    [Fact]
    public async Task A_mute_device_is_not_waited_for_and_the_next_is_proposed()
    {
        Connect(new DevicePolicy(FeaturesOnly: true, 0));
        await _session.ExpectMsgAsync<ProposePair>();
        Advance(TimeSpan.FromSeconds(60));
        var moved = await _session.ExpectMsgAsync<ProposePair>();
        Assert.NotEqual(SplitPair.WholeModel, moved.Pair.Cut);
        Tell(new ProposalAnswered(Id, moved.Proposal, null));
        Assert.Equal(moved.Pair, (await _session.ExpectMsgAsync<CommitPair>()).Pair);
    }

    [Fact]
    public async Task A_cut_refused_in_the_moment_in_which_another_is_forgiven_is_not_proposed_again()
    {
        Connect(new DevicePolicy(FeaturesOnly: true, 0));
        Assert.Equal(SplitPair.WholeModel, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
        Advance(TimeSpan.FromSeconds(60));
        Assert.NotEqual(SplitPair.WholeModel, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(SplitPair.WholeModel, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
    }

    [Fact]
    public async Task Before_anything_is_agreed_a_picture_goes_to_the_edge_rather_than_wait()
    {
        Connect();
        await _session.ExpectMsgAsync<ProposePair>();
        Tell(Step());
        Assert.Equal(SplitPair.RawInput, (await _session.ExpectMsgAsync<ExecuteStep>()).Pair.Cut);
    }

    [Fact]
    public async Task A_fast_link_and_a_slow_device_move_the_work_to_the_edge_and_a_slow_link_keeps_it()
    {
        Connect();
        var whole = await _session.ExpectMsgAsync<ProposePair>();
        Tell(new LinkChanged(Link(bytesPerSecond: 20_000)), new ProfilesReported(Id, [Head(SplitPair.WholeModel, 2)]), new ProposalAnswered(Id, whole.Proposal, null));
        await _session.ExpectMsgAsync<CommitPair>();
        while (await _session.ReceiveOneAsync(TimeSpan.FromMilliseconds(100)) is { } message)
            Tell(new ProposalAnswered(Id, Assert.IsType<ProposePair>(message).Proposal, null)); // got ready, not committed to

        Tell(new LinkChanged(Link(bytesPerSecond: 100_000_000)), new ProfilesReported(Id, [Head(SplitPair.WholeModel, 500)]));
        Assert.NotEqual(SplitPair.WholeModel, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
    }

    [Fact]
    public async Task Files_that_this_edge_cannot_offer_are_a_refusal_and_the_next_is_proposed()
    {
        var library = new BundleLibrary(_toy.Cache);
        library.Add(_toy.Bundle);
        var coordinator = _twin.ChildActorOf(CoordinatorActor.Props(
            Id, _toy.Bundle, new("edge-1", library, new FolderBlobs { Broken = "the disk is full" }, CreateTestProbe(), Time)));
        coordinator.Tell(Session(new(false, 0)));
        coordinator.Tell(Step() with { Picture = PictureRef.Uploaded(new(new('0', 64), 1_000, "image/jpeg", "cat.jpg", null)) });
        Assert.Equal(SplitPair.RawInput, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
        Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(FailureCodes.PolicyRefused, (await _twin.ExpectMsgAsync<StepFailed>()).Failure.Code);
    }

    [Fact]
    public async Task A_picture_that_must_not_cross_is_never_proposed_to_be_sent()
    {
        Connect(new DevicePolicy(FeaturesOnly: true, 0));
        for (var refused = 0; refused <= _toy.Bundle.Cuts.Count; refused++)
        {
            var proposed = await _session.ExpectMsgAsync<ProposePair>();
            Assert.NotEqual(SplitPair.RawInput, proposed.Pair.Cut);
            _coordinator.Tell(new ProposalAnswered(Id, proposed.Proposal, new("memory", "too large")));
        }
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task What_will_be_best_on_another_link_is_brought_ahead_and_changes_nothing_until_it_is()
    {
        Connect();
        var whole = await _session.ExpectMsgAsync<ProposePair>();
        Tell(new LinkChanged(Link(bytesPerSecond: 20_000)), new ProfilesReported(Id, [Head(SplitPair.WholeModel, 2)]),
            new ProposalAnswered(Id, whole.Proposal, null));
        await _session.ExpectMsgAsync<CommitPair>();
        var ahead = await _session.ExpectMsgAsync<ProposePair>();
        Assert.Contains(_toy.Bundle.Cuts, cut => cut.Id == ahead.Pair.Cut);
        Tell(new ProposalAnswered(Id, ahead.Proposal, null), Step());
        var step = (ExecuteStep)await _session.FishForMessageAsync(message => message is ExecuteStep);
        Assert.Equal(SplitPair.WholeModel, step.Pair.Cut);
    }

    private static RunStep Step() => new(
        Id, new(new("r-1"), 1, 1), TaskNames.ImageClassification, null, PictureRef.Held("cat"), 1, TimeSpan.FromSeconds(5), AllowEdge: false);

    private SessionChanged Session(DevicePolicy policy) =>
        new(_session, new("i", "s", new(1, 1, "x64", "1", 1, 1), policy, [new("cat", "image/jpeg", 1_000, new('0', 64))], [], [], [], []));

    private void Connect(DevicePolicy? policy = null) => _coordinator.Tell(Session(policy ?? new(false, 0)));

    private void Tell(params object[] messages)
    {
        foreach (var message in messages)
            _coordinator.Tell(message);
    }

    private static LinkEstimate Link(double bytesPerSecond) => LinkEstimate.Guess with { Goodput = bytesPerSecond, GoodputP10 = bytesPerSecond, Samples = 50, Expired = false };

    private PartitionTimes Head(string cut, double ms) => new(_toy.Bundle.Id, cut, "head", "", 1, ms, ms, ms, 10, 0);
}
