using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.TestKit;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using EdgeActors.Actors.Partitions;
using EdgeActors.Messages;
using EdgeActors.Messages.Serialization;
using Xunit.Abstractions;

namespace EdgeActors.Actors.Tests.Support;

/// <summary>
/// An actor system as hosts have it, time moved by hand, and a journal that can be made to fail. Peers made by <see cref="CreatePeer"/> stand
/// for actors of other hosts: what reaches them must survive the wire. (Akka's own <c>serialize-messages</c> cannot be used: it asks for
/// serializers of Akka's internal messages too, which strict serialization rightly lacks.)
/// </summary>
public abstract class ActorSpec : TestKit
{
    private readonly ConcurrentBag<object> _lost = [];

    private static readonly Config Config = ConfigurationFactory.ParseString("""
        akka.loglevel = WARNING
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.test.single-expect-default = 10s
        akka.persistence.journal.plugin = "akka.persistence.journal.test"
        akka.persistence.journal.test.class = "Akka.Persistence.TestKit.TestJournal, Akka.Persistence.TestKit"
        akka.persistence.journal.test.plugin-dispatcher = "akka.actor.default-dispatcher"
        akka.persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store"
        """);

    protected ActorSpec(ITestOutputHelper output)
        : base(EdgeSerialization.Config.WithFallback(Config).WithFallback(PartitionsHosting.Config), "spec", output)
    {
    }

    protected ManualTime Time { get; } = new();

    protected void Advance(TimeSpan by) => Time.Advance(by, (TestScheduler)Sys.Scheduler);

    protected ITestJournal Journal => TestJournal.FromRef(Persistence.Instance.Apply(Sys).JournalFor(null));

    protected TestProbe CreatePeer(string name)
    {
        var probe = CreateTestProbe(name);
        probe.SetAutoPilot(new DelegateAutoPilot((_, message) =>
        {
            if (message is IEdgeMessage && !SurvivesTheWire(message))
                _lost.Add(message);
            return AutoPilot.KeepRunning;
        }));
        return probe;
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Assert.True(_lost.IsEmpty, $"Did not survive the wire: {string.Join(", ", _lost)}");
    }

    private bool SurvivesTheWire(object message)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return message.Equals(Sys.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, manifest));
    }

    /// <summary>Stops an actor and waits until it has.</summary>
    protected async Task StopAsync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        probe.Watch(actor);
        actor.Tell(PoisonPill.Instance);
        await probe.ExpectTerminatedAsync(actor);
    }
}
