using System.Data.Common;
using Akka.Actor.Setup;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Hosts.Common.Lifecycle;
using LinqToDB;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EdgeActors.Hosts.Common.Persistence;

/// <summary>The journal in SQLite or PostgreSQL. It is opened before the host starts, so that a broken one is one clear line.</summary>
public static class JournalHosting
{
    private const int ConnectTimeoutSeconds = 5;

    /// <exception cref="HostStartException">The journal can't be opened.</exception>
    public static Setup OpenJournal(this HostBuild build)
    {
        var connection = build.Settings.Get(JournalSettings.Connection);
        return new DataOptionsSetup(build.Settings.Get(JournalSettings.Provider) == JournalProvider.Sqlite
            ? OpenSqlite(connection, build.Folders)
            : OpenPostgres(connection));
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

    private static DataOptions OpenSqlite(string connection, HostFolders folders)
    {
        SqliteConnectionStringBuilder settings;
        try
        {
            settings = new SqliteConnectionStringBuilder(connection);
        }
        catch (ArgumentException e)
        {
            throw Wrong(connection, e);
        }

        if (settings.DataSource.Length == 0)
            settings.DataSource = Path.Combine(folders.Root, "journal.db");
        settings.DataSource = Path.GetFullPath(settings.DataSource);
        Try(settings.DataSource, "Restore it from a backup, or move it and its -wal and -shm away together to start an empty one.", () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(settings.DataSource)!);
            using var probe = new SqliteConnection(settings.ConnectionString);
            probe.Open();
            using var command = probe.CreateCommand();
            // The mode stays in the file: readers and the one writer no longer wait for each other.
            command.CommandText = "PRAGMA journal_mode=WAL; SELECT count(*) FROM sqlite_master; CREATE TABLE IF NOT EXISTS edgeactors_opened(once INTEGER); DROP TABLE edgeactors_opened;";
            command.ExecuteNonQuery();
        });
        return new DataOptions().UseConnectionString("SQLite.MS", settings.ConnectionString).UseInterceptor(new SqlitePragmas());
    }

    private static DataOptions OpenPostgres(string connection)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException e)
        {
            throw Wrong(connection, e);
        }

        if (string.IsNullOrEmpty(settings.Host))
            throw new SettingException(JournalSettings.Connection, Masked(connection), "for postgres Host=…;Database=…;Username=…;Password=…");
        Try($"{settings.Host}:{settings.Port}/{settings.Database}", "Start the server, or correct " + JournalSettings.Connection.HoconPath + ".", () =>
        {
            using var probe = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Timeout = ConnectTimeoutSeconds, Pooling = false }.ConnectionString);
            probe.Open();
        });
        return new DataOptions().UseConnectionString("PostgreSQL.15", settings.ConnectionString);
    }

    private static void Try(string journal, string remedy, Action open)
    {
        try
        {
            open();
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            throw new HostStartException(ExitCodes.Journal, $"The journal {journal} can't be opened: {e.Message} {remedy}", e);
        }
    }

    private static SettingException Wrong(string connection, Exception reason) =>
        new(JournalSettings.Connection, Masked(connection), $"an ADO.NET connection string ({reason.Message})");

    /// <summary>Passwords do not belong in logs.</summary>
    private static string Masked(string connection) =>
        connection.Contains("password", StringComparison.OrdinalIgnoreCase) ? "(not shown: holds a password)" : connection;
}
