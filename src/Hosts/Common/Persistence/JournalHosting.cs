using System.Data.Common;
using Akka.Actor.Setup;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Hosts.Common.Lifecycle;
using LinqToDB;

namespace EdgeActors.Hosts.Common.Persistence;

/// <summary>The journal in SQLite or PostgreSQL. It is opened before the host starts, so that a broken one is one clear line.</summary>
public static class JournalHosting
{
    /// <summary>
    /// The mode stays in the file: readers and the one writer no longer wait for each other. The table proves that the file can be
    /// written.
    /// </summary>
    private const string PrepareSqlite =
        "PRAGMA journal_mode=WAL; SELECT count(*) FROM sqlite_master; CREATE TABLE IF NOT EXISTS edgeactors_opened(once INTEGER); DROP TABLE edgeactors_opened;";

    /// <exception cref="SettingException">The connection string can't be one.</exception>
    /// <exception cref="HostStartException">The journal can't be opened.</exception>
    public static Setup OpenJournal(this HostBuild build) => Open(JournalConnection.Of(build.Settings, build.Folders.Root));

    /// <summary>For an actor system that writes the journal with what <see cref="AddJournal"/> configures, outside a host too.</summary>
    /// <exception cref="HostStartException">The journal can't be opened.</exception>
    public static Setup Open(JournalConnection journal)
    {
        try
        {
            if (journal.File is { } file)
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var probe = journal.Open();
            probe.Open();
            if (journal.Provider == JournalProvider.Sqlite)
                Prepare(probe);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            throw new HostStartException(ExitCodes.Journal, $"The journal {journal.Name} can't be opened: {e.Message} {Remedy(journal)}", e);
        }

        return new DataOptionsSetup(journal.Provider == JournalProvider.Sqlite
            ? new DataOptions().UseConnectionString("SQLite.MS", journal.ConnectionString).UseInterceptor(new SqlitePragmas())
            : new DataOptions().UseConnectionString("PostgreSQL.15", journal.ConnectionString));
    }

    /// <summary>Akka.Persistence over the opened journal.</summary>
    /// <param name="crash">Has the process die at a write of a crash test; null in all other operation.</param>
    public static void AddJournal(this AkkaConfigurationBuilder akka, SettingValues settings, DeliberateCrash? crash = null)
    {
        if (crash is not null)
        {
            akka.AddSetup(crash);
            akka.AddHocon($"akka.persistence.journal.sql.class = \"{typeof(CrashingJournal).AssemblyQualifiedName}\"", HoconAddMode.Prepend);
        }

        akka.AddHocon(HoconFiles.Load("persistence." + settings.Get(JournalSettings.Provider).ToString().ToLowerInvariant()), HoconAddMode.Prepend);
        akka.AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append);
    }

    private static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = PrepareSqlite;
        command.ExecuteNonQuery();
    }

    private static string Remedy(JournalConnection journal) => journal.Provider == JournalProvider.Sqlite
        ? "Restore it from a backup, or move it and its -wal and -shm away together to start an empty one."
        : $"Start the server, or correct {JournalSettings.Connection.HoconPath}.";
}
