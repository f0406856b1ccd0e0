using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Coordinators;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using Xunit.Abstractions;
using static EdgeActors.Actors.Coordinators.CoordinatorMessages;
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
        Assert.NotEqual(SplitPair.WholeModel, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
    }

    [Fact]
    public async Task A_fast_link_and_a_slow_device_move_the_work_to_the_edge_and_a_slow_link_keeps_it()
    {
        Connect();
        var whole = await _session.ExpectMsgAsync<ProposePair>();
        Tell(new LinkChanged(Link(bytesPerSecond: 20_000)), new ProfilesReported(Id, [Head(SplitPair.WholeModel, 2)]), new ProposalAnswered(Id, whole.Proposal, null));
        await _session.ExpectMsgAsync<CommitPair>();
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));

        Tell(new LinkChanged(Link(bytesPerSecond: 100_000_000)), new ProfilesReported(Id, [Head(SplitPair.WholeModel, 500)]));
        Assert.NotEqual(SplitPair.WholeModel, (await _session.ExpectMsgAsync<ProposePair>()).Pair.Cut);
    }

    private void Connect(DevicePolicy? policy = null) => _coordinator.Tell(new SessionChanged(
        _session, new("i", "s", new(1, 1, "x64", "1", 1, 1), policy ?? new(false, 0), [], [], [], [], [])));

    private void Tell(params object[] messages)
    {
        foreach (var message in messages)
            _coordinator.Tell(message);
    }

    private static LinkEstimate Link(double bytesPerSecond) => LinkEstimate.Guess with { Goodput = bytesPerSecond, GoodputP10 = bytesPerSecond, Samples = 50, Expired = false };

    private PartitionTimes Head(string cut, double ms) => new(_toy.Bundle.Id, cut, "head", "", 1, ms, ms, ms, 10, 0);
}
