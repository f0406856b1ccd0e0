using System.Runtime.Serialization;
using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Training;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using Microsoft.Data.Sqlite;

namespace EdgeActors.Cli.Training;

/// <summary>
/// The journal and blobs of a cloud host, read from its folder without the host: also while it runs, and where it no longer starts. Changes nothing.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    /// <summary>Akka.Persistence.Sql's own table and columns.</summary>
    private const string Query = "SELECT sequence_number, message, manifest FROM journal WHERE persistence_id = $id ORDER BY sequence_number";

    private readonly string _folder;
    private readonly string _database;
    private readonly ActorSystem _system = ActorSystem.Create("replay", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    /// <param name="folder">The cloud host's own folder: with journal.db and blobs.</param>
    /// <exception cref="CommandFailed">There is no journal.</exception>
    public RunJournal(string folder)
    {
        _folder = folder;
        _database = Path.Combine(folder, "journal.db");
        if (!File.Exists(_database))
            throw CommandFailed.Usage($"There is no journal at {_database}: name the cloud host's folder with --cloud.");
    }

    /// <exception cref="CommandFailed">There is no such run, or an event cannot be read: the first one is named.</exception>
    public IReadOnlyList<RunEvents.IRunEvent> EventsOf(string run)
    {
        var frames = new TrainingFrames(_system);
        List<RunEvents.IRunEvent> events = [];
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Query;
            command.Parameters.AddWithValue("$id", TrainingRunActor.PersistenceIdOf(new RunId(run)));
            using var rows = command.ExecuteReader();
            while (rows.Read())
                events.Add(Read(frames, rows.GetInt64(0), (byte[])rows[1], rows.GetString(2)));
        }
        catch (SqliteException damaged)
        {
            throw new CommandFailed($"The journal {_database} can't be read after event {events.Count}: {damaged.Message}", cause: damaged);
        }

        return events.Count > 0 ? events : throw new CommandFailed($"The journal {_database} holds no run '{run}'.");
    }

    /// <exception cref="BlobUnavailableException">It is not in the host's store.</exception>
    public async Task<byte[]> ReadAsync(BlobRef blob)
    {
        var path = Path.Combine(_folder, "blobs", blob.Sha256[..2], blob.Sha256);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path) : throw new BlobUnavailableException($"blob {blob.Name} ({blob.Sha256}) is not at {path}");
    }

    public void Dispose() => _system.Terminate().GetAwaiter().GetResult();

    private RunEvents.IRunEvent Read(TrainingFrames frames, long sequence, byte[] message, string manifest)
    {
        try
        {
            return (RunEvents.IRunEvent)frames.Read(manifest, message);
        }
        catch (Exception wrong) when (wrong is SerializationException or InvalidCastException)
        {
            throw new CommandFailed($"Event {sequence} of {_database} can't be read: {wrong.Message}", cause: wrong);
        }
    }
}
