using System.Diagnostics;
using Akka.Actor;
using Akka.Persistence.Sql;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;
using EdgeActors.Cli.Bench.Postgres;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Persistence;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using EdgeActors.Messages.Serialization;
using EdgeActors.Messages.Training;

namespace EdgeActors.Cli.Bench.Rounds;

/// <summary>One round actor over a real journal and a real blob store, in this process; devices are simulated by what they offer.</summary>
internal sealed class RoundBench(string folder, Action<string> progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly BlobRef Nothing = new(new string('0', 64), 0, "", "none", null);

    public async Task<IReadOnlyList<RoundRate>> RatesAsync(int updates, int parameters, int repeats, List<string> skipped, CancellationToken cancel)
    {
        List<RoundRate> rates = [await RateAsync(SqliteIn("rate"), "SQLite", updates, parameters, repeats, cancel)];
        if (PostgresServer.Unavailable() is { } reason)
        {
            skipped.Add($"PostgreSQL: {reason}");
            return rates;
        }

        await using var server = await PostgresServer.StartAsync(cancel);
        rates.Add(await RateAsync(new(JournalProvider.Postgres, "postgres", null, server.Connection), "PostgreSQL", updates, parameters, repeats, cancel));
        return rates;
    }

    /// <summary>
    /// The round and what a run makes of it: updates in, their mean, the next model and its compressed difference. The round waits for one device
    /// more than there are and so stays open: its outcome would name every update, and above <see cref="PlanCheck.LargestCohort"/> that is no message.
    /// </summary>
    public async Task<RoundMemory> MemoryAsync(int devices, int parameters, CancellationToken cancel)
    {
        progress($"one round of {devices} devices, {parameters:N0} parameters:");
        var plan = PlanOf(devices);
        var state = GlobalState.Start(plan, new float[parameters]);
        var store = new BlobStore(Path.Combine(folder, "memory-blobs"), long.MaxValue, TimeProvider.System);
        var blobs = new SimulatedUpdates(store, plan, parameters);
        var round = new RoundId(new("memory"), 1);
        RoundMessages.OfferUpdate[] offers = [.. Enumerable.Range(0, devices).Select(device => blobs.Offer(round, device))];
        using var system = Open(SqliteIn("memory"));
        using var watch = new WorkingSetWatch();
        var began = Stopwatch.GetTimestamp();
        var kept = new TrainingBlobs(blobs);
        var actor = system.ActorOf(RoundActor.Props(round, ActorRefs.Nobody, kept, TimeProvider.System));
        actor.Tell(new RoundMessages.RunAttempt(Order(round, plan, parameters, offers.Select(offer => offer.Device).Append(SimulatedUpdates.NameOf(devices)))));
        foreach (var offer in offers)
            actor.Tell(offer);
        await UntilReportedAsync(actor, round, devices, cancel);
        var outcome = new RoundOutcome(offers.Select(offer => new CountedUpdate(offer.Device, offer.Update, 1, offer.Report)).ToValueArray(), null, []);
        await RoundCommitting.Next(plan, state, outcome, new byte[32], blob => kept.ReadAsync(blob, cancel));
        var memory = new RoundMemory(devices, parameters, offers.Sum(offer => offer.Update.Length), watch.Before, watch.Peak, Stopwatch.GetElapsedTime(began).TotalSeconds);
        await system.Terminate();
        return memory;
    }

    private async Task<RoundRate> RateAsync(JournalConnection journal, string name, int updates, int parameters, int repeats, CancellationToken cancel)
    {
        progress($"{updates} updates of {parameters:N0} parameters, {name}:");
        var plan = PlanOf(updates);
        using var system = Open(journal);
        List<double> seconds = [], recoveries = [];
        var bytes = 0;
        // The first one warms up and does not count.
        for (var repeat = 0; repeat <= repeats; repeat++)
        {
            var blobs = new SimulatedUpdates(new BlobStore(Path.Combine(folder, $"{name}-{repeat}"), long.MaxValue, TimeProvider.System), plan, parameters);
            var round = new RoundId(new($"rate-{name}"), repeat + 1);
            RoundMessages.OfferUpdate[] offers = [.. Enumerable.Range(0, updates).Select(device => blobs.Offer(round, device))];
            bytes = (int)offers[0].Update.Length;
            var began = Stopwatch.GetTimestamp();
            await RunAsync(system, blobs, plan, parameters, round, offers, cancel);
            var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            began = Stopwatch.GetTimestamp();
            var again = system.ActorOf(RoundActor.Props(round, ActorRefs.Nobody, new TrainingBlobs(blobs), TimeProvider.System));
            await again.Ask<RoundView>(new RoundQueries.GetRound(round), Patience, cancel);
            if (repeat == 0)
                continue;
            recoveries.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            seconds.Add(took);
        }

        await system.Terminate();
        return new(name, updates, parameters, bytes, repeats, Median(seconds), Median(recoveries));
    }

    private static async Task RunAsync(
        ActorSystem system, SimulatedUpdates blobs, TrainingPlan plan, int parameters, RoundId id, RoundMessages.OfferUpdate[] offers, CancellationToken cancel)
    {
        var round = system.ActorOf(RoundActor.Props(id, ActorRefs.Nobody, new TrainingBlobs(blobs), TimeProvider.System));
        var ended = round.Ask<RoundMessages.AttemptEnded>(new RoundMessages.RunAttempt(Order(id, plan, parameters, offers.Select(offer => offer.Device))), Patience, cancel);
        foreach (var offer in offers)
            round.Tell(offer);
        if (await ended is { Failure: { } failure })
            throw new CommandFailed($"The round failed: {failure}");
        await round.GracefulStop(Patience);
    }

    private static RoundOrder Order(RoundId round, TrainingPlan plan, int parameters, IEnumerable<DeviceId> cohort) =>
        new(round, 1, plan.ToCanonicalJson(), cohort.ToValueArray(), 100, parameters, Nothing, Nothing, null, null, 1);

    private static async Task UntilReportedAsync(IActorRef round, RoundId id, int devices, CancellationToken cancel)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await round.Ask<RoundView>(new RoundQueries.GetRound(id), Patience, cancel)).Devices.Count(device => device.Standing == DeviceStandings.Reported) < devices)
            await look.WaitForNextTickAsync(cancel);
    }

    private JournalConnection SqliteIn(string name)
    {
        var file = Path.Combine(folder, $"{name}.db");
        return new(JournalProvider.Sqlite, file, file, $"Data Source={file}");
    }

    private static ActorSystem Open(JournalConnection journal) => ActorSystem.Create(
        "bench-rounds",
        BootstrapSetup.Create()
            .WithConfig(HoconFiles.Load("persistence." + journal.Provider.ToString().ToLowerInvariant()).WithFallback(EdgeSerialization.Config)
                .WithFallback(SqlPersistence.DefaultConfiguration).WithFallback("akka { loglevel = ERROR, stdout-loglevel = OFF }"))
            .And(JournalHosting.Open(journal)));

    /// <summary>Every device counts, nothing is masked: the cloud decodes every update twice, to look at it and to add it.</summary>
    private static TrainingPlan PlanOf(int devices) => new()
    {
        Name = "bench",
        Model = "none",
        Data = new() { Set = "none" },
        Cohort = new() { Devices = devices, Size = devices, Minimum = devices },
        Phases = new() { Reporting = Patience },
        Up = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 },
    };

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
