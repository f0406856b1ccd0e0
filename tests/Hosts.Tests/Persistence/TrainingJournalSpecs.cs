using System.Diagnostics;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Training;
using EdgeActors.Cli.Bench.Postgres;
using EdgeActors.Cli.Training;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Serialization;
using EdgeActors.Messages.Training;
using LinqToDB;
using Xunit.Abstractions;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Hosts.Tests.Persistence;

/// <summary>A run's journal in both databases: written, recovered by the run itself, and read without its host as <c>replay</c> does.</summary>
public sealed class TrainingJournalSpecs(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Rounds = 100;
    private const int Devices = 10;

    private static readonly TimeSpan RecoveredWithin = TimeSpan.FromSeconds(2);

    /// <summary>The quickest counts: what else the machine does in a moment says nothing of the journal.</summary>
    private const int Recoveries = 3;

    private static readonly RunId Run = new("long");
    private static readonly TrainingPlan Plan = new() { Name = "long", Model = "none", Rounds = Rounds + 1, Data = new() { Set = "none" } };

    private readonly TemporaryFolder _files = new();
    private PostgresServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public Task SQLite_recovers_a_run_of_a_hundred_rounds() =>
        RecoversAsync("sqlite", new DataOptions().UseConnectionString("SQLite.MS", $"Data Source={_files["journal.db"]}"), postgres: null);

    [SkippableFact]
    public async Task PostgreSQL_recovers_a_run_of_a_hundred_rounds()
    {
        Skip.If(PostgresServer.Unavailable() is not null, PostgresServer.Unavailable());
        _server = await PostgresServer.StartAsync(CancellationToken.None);
        await RecoversAsync("postgres", new DataOptions().UseConnectionString("PostgreSQL.15", _server.Connection), _server.Connection);
    }

    private async Task RecoversAsync(string provider, DataOptions database, string? postgres)
    {
        var written = Events().ToArray();
        using (var system = Open(provider, database))
        {
            var writer = system.ActorOf(Props.Create(() => new Writer()));
            Assert.Equal(written.Length, await writer.Ask<int>(written, TimeSpan.FromSeconds(60)));
            await system.Terminate();
        }

        List<TimeSpan> took = [];
        for (var i = 0; i < Recoveries; i++)
        {
            using var system = Open(provider, database);
            var began = Stopwatch.GetTimestamp();
            var run = system.ActorOf(TrainingRunActor.Props(Run, ActorRefs.Nobody, ActorRefs.Nobody, new TrainingBlobs(new NoBlobs()), null, TimeProvider.System));
            var view = await run.Ask<RunView>(new RunQueries.GetRun(Run), TimeSpan.FromSeconds(60));
            took.Add(Stopwatch.GetElapsedTime(began));
            Assert.Equal((Rounds, RunStatuses.Running), (view.RoundsCommitted, view.Status));
            await system.Terminate();
        }

        output.WriteLine($"{provider}: {Rounds} rounds of {Devices} devices, {written.Length} events, recovered in {string.Join(", ", took.Select(time => $"{time.TotalMilliseconds:0}"))} ms");
        Assert.InRange(took.Min(), TimeSpan.Zero, RecoveredWithin);

        using var journal = new RunJournal(_files.Path, postgres);
        Assert.Equal(written, journal.EventsOf(Run.Value));
        Assert.Equal(written.Length, journal.CountOf(Run));
        Assert.Empty(journal.Find("another"));
    }

    private static ActorSystem Open(string provider, DataOptions database) => ActorSystem.Create(
        "journal",
        BootstrapSetup.Create()
            .WithConfig(HoconFiles.Load($"persistence.{provider}").WithFallback(EdgeSerialization.Config).WithFallback(SqlPersistence.DefaultConfiguration)
                .WithFallback("akka { loglevel = ERROR, stdout-loglevel = OFF }"))
            .And(new DataOptionsSetup(database)));

    private static IEnumerable<IRunEvent> Events()
    {
        var at = DateTimeOffset.UnixEpoch;
        var devices = Enumerable.Range(0, Devices).Select(i => new DeviceId($"device-{i}")).ToValueArray();
        var updates = devices.Select(device => new CountedUpdate(device, Blob($"update of {device}"), 1, new(100, 4, 1.5, TimeSpan.FromSeconds(1), 1000))).ToValueArray();
        yield return new RunStarted(Run, Plan.ToCanonicalJson(), Plan.Fingerprint, Blob("graph"), Blob("model"), new byte[32].ToValueArray(), at);
        for (var number = 1; number <= Rounds; number++)
        {
            yield return new RoundOpened(
                Run, new(new(Run, number), 1, Plan.ToCanonicalJson(), devices, 100, 1, Blob("graph"), Blob("model"), null, null, 1), at);
            yield return new RoundCommitted(
                Run, number, 1, new(updates, Blob("sum"), Array.Empty<DeviceId>().ToValueArray()), Blob($"model {number}"), Blob("rest"), Blob("difference"), null, 1, null, at);
            yield return new ModelEvaluated(Run, number, 0.5, 1.25, at);
        }
    }

    private static BlobRef Blob(string name) => new(new string('a', 64), 4, "", name, null);

    /// <summary>The run's blobs are not what is under test.</summary>
    private sealed class NoBlobs : IBlobArchive
    {
        public Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation) => throw new BlobUnavailableException("there are none");

        public Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation) => throw new BlobUnavailableException("there are none");

        public Task<BlobRef> HoldAsync(BlobRef blob, string holder, CancellationToken cancellation) => throw new BlobUnavailableException("there are none");

        public BlobRef Here(BlobRef blob) => blob;

        public Task ReleaseAsync(BlobRef blob, string holder, CancellationToken cancellation) => Task.CompletedTask;

        public Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation) => Task.FromException<string>(new BlobUnavailableException("there are none"));
    }

    /// <summary>Writes a run's events as the run would, all at once.</summary>
    private sealed class Writer : ReceivePersistentActor
    {
        private int _written;

        public Writer() => Command<IRunEvent[]>(events =>
        {
            var asked = Sender;
            PersistAll(events, _ =>
            {
                if (++_written == events.Length)
                    asked.Tell(_written);
            });
        });

        public override string PersistenceId { get; } = TrainingRunActor.PersistenceIdOf(Run);
    }
}
