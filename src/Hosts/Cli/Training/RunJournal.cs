using System.Data.Common;
using System.Globalization;
using System.Runtime.Serialization;
using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EdgeActors.Cli.Training;

/// <summary>
/// The journal and blobs of a cloud host, read without the host: also while it runs, and where it no longer starts. The journal is the file in the
/// host's folder, or a PostgreSQL database; blobs are in the folder. Changes nothing.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    /// <summary>Akka.Persistence.Sql's own table and columns, the same in both databases.</summary>
    private const string Query = "SELECT sequence_number, message, manifest FROM journal WHERE persistence_id = @id ORDER BY sequence_number";

    private readonly string _folder;
    private readonly string _name;
    private readonly Func<DbConnection> _connect;
    private readonly ActorSystem _system = ActorSystem.Create("replay", "akka { loglevel = OFF, stdout-loglevel = OFF }");
    private readonly TrainingFrames _frames;

    /// <param name="folder">The cloud host's own folder: with blobs, and with journal.db unless a server is named.</param>
    /// <param name="postgres">The connection string that the host has; null for SQLite.</param>
    /// <exception cref="CommandFailed">There is no journal.</exception>
    public RunJournal(string folder, string? postgres = null)
    {
        _folder = folder;
        _frames = new TrainingFrames(_system);
        if (postgres is not null)
        {
            var server = new NpgsqlConnectionStringBuilder(postgres);
            (_name, _connect) = ($"{server.Host}:{server.Port}/{server.Database}", () => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ConnectionString));
            return;
        }

        _name = Path.Combine(folder, "journal.db");
        if (!File.Exists(_name))
            throw CommandFailed.Usage($"There is no journal at {_name}: name the cloud host's folder with --cloud, or a PostgreSQL database with --journal.");
        var file = new SqliteConnectionStringBuilder { DataSource = _name, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString;
        _connect = () => new SqliteConnection(file);
    }

    /// <exception cref="CommandFailed">There is no such run, or an event cannot be read: the first one is named.</exception>
    public IReadOnlyList<RunEvents.IRunEvent> EventsOf(string run) =>
        Find(run) is { Count: > 0 } events ? events : throw new CommandFailed($"The journal {_name} holds no run '{run}'.");

    /// <returns>Nothing where there is no such run yet.</returns>
    /// <exception cref="CommandFailed">An event cannot be read.</exception>
    public IReadOnlyList<RunEvents.IRunEvent> Find(string run) => Read<RunEvents.IRunEvent>(TrainingRunActor.PersistenceIdOf(new RunId(run)));

    /// <exception cref="CommandFailed">An event cannot be read.</exception>
    public IReadOnlyList<RoundEvents.IRoundEvent> EventsOf(RoundId round) => Read<RoundEvents.IRoundEvent>(RoundActor.PersistenceIdOf(round));

    /// <summary>Events of a run and of its rounds, read or not.</summary>
    public int CountOf(RunId run)
    {
        using var connection = _connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM journal WHERE persistence_id = @run OR substr(persistence_id, 1, @length) = @rounds";
        var rounds = RoundActor.PersistenceIdPrefixOf(run);
        Add(command, "@run", TrainingRunActor.PersistenceIdOf(run));
        Add(command, "@rounds", rounds);
        Add(command, "@length", rounds.Length);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <exception cref="BlobUnavailableException">It is not in the host's store.</exception>
    public async Task<byte[]> ReadAsync(BlobRef blob)
    {
        var path = Path.Combine(_folder, "blobs", blob.Sha256[..2], blob.Sha256);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path) : throw new BlobUnavailableException($"blob {blob.Name} ({blob.Sha256}) is not at {path}");
    }

    public void Dispose() => _system.Terminate().GetAwaiter().GetResult();

    private List<T> Read<T>(string persistenceId)
        where T : class
    {
        List<T> events = [];
        try
        {
            using var connection = _connect();
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Query;
            Add(command, "@id", persistenceId);
            using var rows = command.ExecuteReader();
            while (rows.Read())
                events.Add(Read<T>(rows.GetInt64(0), (byte[])rows[1], rows.GetString(2)));
        }
        catch (DbException damaged)
        {
            throw new CommandFailed($"The journal {_name} can't be read after event {events.Count} of {persistenceId}: {damaged.Message}", cause: damaged);
        }

        return events;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private T Read<T>(long sequence, byte[] message, string manifest)
        where T : class
    {
        try
        {
            return _frames.Read(manifest, message) as T ?? throw new SerializationException($"{manifest} is no {typeof(T).Name}");
        }
        catch (SerializationException wrong)
        {
            throw new CommandFailed($"Event {sequence} of {_name} can't be read: {wrong.Message}", cause: wrong);
        }
    }
}
