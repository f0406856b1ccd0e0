using Akka.Actor;
using Akka.Cluster.Sharding;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Planning;
using EdgeActors.Actors.Registry;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Messages;
using EdgeActors.Messages.Models;
using EdgeActors.Messages.Requests;
using EdgeActors.Planning;
using Microsoft.Extensions.DependencyInjection;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestQueries;
using static EdgeActors.Messages.Requests.RequestReplies;

namespace EdgeActors.Actors.Tests.Cluster;

/// <summary>One cloud and two edges over real sockets; the edge that holds a request's step is cut off from the others.</summary>
public sealed class PartitionedClusterTests(ToyModel toy) : IClassFixture<ToyModel>, IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly FolderBlobs _blobs = new();
    private readonly List<Node> _nodes = [];

    private Node Cloud => _nodes[0];

    private IEnumerable<Node> Edges => _nodes.Skip(1);

    private IActorRef Requests => Cloud.Registry.Get<RequestActor>();

    public async Task InitializeAsync()
    {
        _nodes.Add(await Node.StartAsync(
            Roles.Cloud,
            services => services.AddSingleton<IPlanner, AlwaysClassifies>(),
            akka => akka.AddModelRegistry().AddDeviceProxy().AddPlannerActor().AddRequestActor()));
        await Cloud.JoinAsync(Cloud);
        for (var edge = 1; edge <= 2; edge++)
        {
            var name = $"edge-{edge}";
            _nodes.Add(await Node.StartAsync(
                Roles.Edge,
                services => services.AddSingleton(Library()).AddSingleton<IBlobExchange>(_blobs),
                akka => akka.AddPartitions().AddDeviceDirectory().AddDeviceActor(name)));
            await _nodes[^1].JoinAsync(Cloud);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
    }

    [Fact]
    public async Task A_request_survives_the_edge_that_ran_its_steps_being_cut_off()
    {
        await Requests.Ask<Pong>(new Ping(new("canary")), Soon);
        await Cloud.Registry.Get<ModelRegistryActor>().Ask<ModelReplies.ModelAccepted>(
            new ModelCommands.AnnounceModel(new(new("toy"), "1", toy.Bundle.Task, new string('0', 64), [], null)), Soon);

        var id = new RequestId("r-before");
        var before = await AskAsync(id, Soon);
        Assert.True(before.Status == RequestStatuses.Completed, before.ToString());
        Assert.Equal(toy.LabelOf(ToyModel.Bitmap(5)), before.Answer);

        // Another request whose steps go to the same place of the pool, so to the edge that is about to be lost.
        var place = DeviceId.EdgePool(id);
        var later = Enumerable.Range(0, 1_000).Select(n => new RequestId($"r-after-{n}")).First(other => DeviceId.EdgePool(other) == place);
        var holder = await HolderOfAsync(place);
        await holder.CutOffAsync([.. _nodes.Where(node => node != holder)]);

        var after = await AskAsync(later, TimeSpan.FromSeconds(60));
        Assert.True(after.Status == RequestStatuses.Completed, after.ToString());
        Assert.Equal(before.Answer, after.Answer);
        Assert.True(after.EndedAt - after.AcceptedAt > RequestRules.Default.ResendAfter, "It was answered before the step can have been sent again.");
    }

    private async Task<RequestView> AskAsync(RequestId id, TimeSpan deadline)
    {
        var picture = await _blobs.AddAsync(ToyModel.Bitmap(5), "image/bmp", "upload.bmp", default);
        var spec = new RequestSpec("What is it?", [PictureRef.Uploaded(picture)], null, 0.01, deadline);
        await Requests.Ask<RequestSubmitted>(new SubmitRequest(id, spec), Soon);
        var ended = new TaskCompletionSource<RequestView>(TaskCreationOptions.RunContinuationsAsynchronously);
        var follower = Cloud.System.ActorOf(Props.Create(() => new FollowerActor(ended)));
        Requests.Tell(new FollowRequest(id), follower);
        return await ended.Task.WaitAsync(deadline + Soon);
    }

    private async Task<Node> HolderOfAsync(DeviceId place)
    {
        foreach (var edge in Edges)
        {
            var region = await edge.Registry.Get<DeviceActor>().Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Soon);
            if (region.Shards.Any(shard => shard.EntityIds.Contains(place.Value)))
                return edge;
        }
        throw new InvalidOperationException($"No edge holds {place}.");
    }

    private BundleLibrary Library()
    {
        var library = new BundleLibrary(toy.Cache);
        library.Add(toy.Bundle);
        return library;
    }

    private sealed class FollowerActor : ReceiveActor
    {
        public FollowerActor(TaskCompletionSource<RequestView> ended) => Receive<RequestEvent>(happened =>
        {
            if (RequestStatuses.IsFinal(happened.View.Status))
                ended.TrySetResult(happened.View);
        });
    }
}
