using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Serialization;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RunCommands;
using static EdgeActors.Messages.Training.RunEvents;
using static EdgeActors.Messages.Training.RunReplies;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>A cloud, its devices and a journal in one process. Real actors and masks; only training, links and sharding are doubles.</summary>
public sealed class FederatedHarness : TestKit
{
    private const int Parameters = 40;
    private static int _systems;

    private static readonly Config Settings = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = ERROR
          stdout-loglevel = OFF
          persistence {
            journal {
              plugin = "akka.persistence.journal.crashing"
              crashing.class = "EdgeActors.Actors.Tests.Training.CrashingJournal, EdgeActors.Actors.Tests"
              crashing.plugin-dispatcher = "akka.actor.default-dispatcher"
              crashing.circuit-breaker.max-failures = 100
              crashing.circuit-breaker.call-timeout = 10s
              crashing.circuit-breaker.reset-timeout = 1ms
            }
            snapshot-store.plugin = "akka.persistence.snapshot-store.local"
          }
        }
        """).WithFallback(EdgeSerialization.Config);

    private readonly Dictionary<string, CountedTraining> _trainings = [];
    private readonly Dictionary<string, DiskInMemory> _disks = [];
    private readonly IActorRef _cloud;

    public FederatedHarness(TrainingPlan plan, int crashAt = 0, bool afterWrite = false, DeviceKill? kill = null)
        : base(ActorSystem.Create($"federated-{Interlocked.Increment(ref _systems)}", Settings))
    {
        Plan = plan;
        Journal = CrashingJournal.PlanOf(Sys.Name);
        (Journal.CrashAt, Journal.AfterWrite) = (crashAt, afterWrite);
        string[] devices = [.. Enumerable.Range(0, plan.Cohort.Devices).Select(i => $"device-{i}")];
        foreach (var (device, i) in devices.Select((device, i) => (device, i))) (_trainings[device], _disks[device]) = (new CountedTraining(i), new DiskInMemory());
        var directory = Sys.ActorOf(Props.Create(() => new DirectoryActor(devices, plan.Data.Set)));
        var blobs = new TrainingBlobs(Blobs);
        IActorRef? cloud = null;
        var twins = Sys.ActorOf(Props.Create(() => new TwinsActor((_, device) => DeviceTrainingActor.Props(new(device), new DirectLink(cloud!, Blobs), _trainings[device], _disks[device]), kill)));
        cloud = _cloud = Sys.ActorOf(Props.Create(() => new CloudHostActor(
            (self, run) => TrainingRunActor.Props(run, self, directory, blobs, null, TimeProvider.System),
            round => RoundActor.Props(round, twins, blobs, TimeProvider.System),
            TestActor)));
        (Journal.Host, Journal.Then) = (_cloud, Blobs.Move);
    }

    public TrainingPlan Plan { get; }

    public CrashPlan Journal { get; }

    public FolderBlobs Blobs { get; } = new();

    public IReadOnlyDictionary<string, CountedTraining> Trainings => _trainings;

    public IReadOnlyDictionary<string, DiskInMemory> Disks => _disks;

    public IReadOnlyList<IRoundEvent> RoundEvents(int number) => [.. Journal.EventsOf($"training-round-r.{number}").Cast<IRoundEvent>()];

    public IReadOnlyList<IRunEvent> RunEvents => [.. Journal.EventsOf("training-run-r").Cast<IRunEvent>()];

    /// <summary>Starts the run, again after a crash, and waits for its end.</summary>
    public async Task<RunView> RunToEnd()
    {
        var weights = MemoryMarshal.AsBytes<float>(Enumerable.Range(0, Parameters).Select(i => 0.1f * i).ToArray()).ToArray();
        var graph = await Blobs.AddAsync(new byte[] { 1 }, "onnx", "graph", default);
        var start = new StartRun(new("r"), Plan.ToCanonicalJson(), graph, await Blobs.AddAsync(weights, "weights", "weights", default));
        var starter = CreateTestProbe();
        // The start may be lost with the host: whoever asked for it asks again.
        await starter.AwaitAssertAsync(
            () =>
            {
                _cloud.Tell(start, starter);
                starter.ExpectMsg<RunAccepted>(TimeSpan.FromMilliseconds(200));
            },
            TimeSpan.FromSeconds(10));
        _cloud.Tell(new RunQueries.FollowRun(new("r"), 0), TestActor);
        var ended = await FishForMessageAsync<RunHappened>(happened => happened.Kind == RunEventKinds.Ended, TimeSpan.FromSeconds(20), "the run does not end");
        return ended.View;
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Blobs.Dispose();
    }
}
