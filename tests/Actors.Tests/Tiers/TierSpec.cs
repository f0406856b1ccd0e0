using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Sessions;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Serialization;
using Xunit.Abstractions;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceQueries;

namespace EdgeActors.Actors.Tests.Tiers;

/// <summary>An edge and one device in one process, with real models, joined by a <see cref="DirectLink"/>.</summary>
public abstract class TierSpec : TestKit, IClassFixture<ToyModel>
{
    private static readonly Config Config = ConfigurationFactory.ParseString("""
        akka.loglevel = WARNING
        akka.test.single-expect-default = 20s
        """);

    private readonly BundleCache _deviceCache;
    private int _steps;

    /// <param name="models">What the edge runs; by default the toy classifier.</param>
    protected TierSpec(ToyModel toy, ITestOutputHelper output, BundleCache? cache = null, params Bundle[] models)
        : base(EdgeSerialization.Config.WithFallback(Config).WithFallback(PartitionsHosting.Config), "tiers", output)
    {
        Toy = toy;
        var library = new BundleLibrary(cache ?? toy.Cache);
        foreach (var bundle in models is [] ? [toy.Bundle] : models)
            library.Add(bundle);
        Partitions = Sys.ActorOf(PartitionsActor.Props(PartitionOptions.Default, TimeProvider.System));
        var services = new EdgeServices("edge-1", library, Blobs, Partitions, TimeProvider.System);
        Directory = CreateTestProbe("directory");
        Requests = CreateTestProbe("requests");
        Twins = Sys.ActorOf(Props.Create(() => new TwinsActor(id => DeviceActor.Props(id, Directory, ActorRefs.Nobody, services))));
        Sessions = Sys.ActorOf(DeviceSessionsActor.Props(Twins, Requests, services));
        _deviceCache = new(Path.Combine(toy.Home, "device", Guid.NewGuid().ToString("N")), 50_000_000);
        Link = new(Device, Sessions, Blobs);
    }

    protected static DeviceId Device { get; } = new("cam-1");

    protected ToyModel Toy { get; }

    protected IActorRef Partitions { get; }

    protected IActorRef Twins { get; }

    protected IActorRef Sessions { get; }

    protected TestProbe Directory { get; }

    protected TestProbe Requests { get; }

    private protected FolderBlobs Blobs { get; } = new();

    private protected DirectLink Link { get; }

    /// <summary>Head memory that leaves room for a head but not for the whole model: the device must share the work.</summary>
    protected long RoomForHeadsOnly => Toy.Bundle.PeakBytes - 1;

    protected IActorRef StartAgent(DevicePolicy policy, params string[] pictures) => Sys.StartDeviceAgent(
        Device, new(Toy.Pictures(pictures), policy, []),
        new(Link, new(_deviceCache), Partitions, new AlwaysClassifies(), ActorRefs.Nobody, TimeProvider.System));

    protected async Task<IActorRef> ConnectAsync(DevicePolicy policy, params string[] pictures)
    {
        var agent = StartAgent(policy, pictures);
        await Link.ConnectAsync(agent);
        await DeviceAsync(view => view.Online);
        return agent;
    }

    protected async Task<DeviceView> DeviceAsync(Func<DeviceView, bool> until)
    {
        DeviceView? view = null;
        await AwaitAssertAsync(async () =>
        {
            view = await Twins.Ask<object>(new GetDevice(Device), TimeSpan.FromSeconds(5)) as DeviceView;
            Assert.True(view is not null && until(view), view?.ToString());
        }, TimeSpan.FromSeconds(20));
        return view!;
    }

    protected RunStep Step(PictureRef picture, DeviceId? device = null, double seconds = 30, bool allowEdge = true) => new(
        device ?? Device, new(new("r-1"), ++_steps, 1), TaskNames.ImageClassification, null, picture, 0.01, TimeSpan.FromSeconds(seconds), allowEdge);

    /// <summary>Sharding for one node: a child per id.</summary>
    private sealed class TwinsActor : ReceiveActor
    {
        public TwinsActor(Func<DeviceId, Props> twin) => Receive<IDeviceMessage>(message =>
        {
            var child = Context.Child(message.Device.Value);
            (child.IsNobody() ? Context.ActorOf(twin(message.Device), message.Device.Value) : child).Forward(message);
        });
    }
}
