using System.Data.Common;
using EdgeActors.Hosts.Common.Configuration;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EdgeActors.Hosts.Common.Persistence;

/// <summary>Which database the journal is in, as the settings say it.</summary>
/// <param name="Name">For people, without a password: the file, or <c>HOST:PORT/DATABASE</c>.</param>
/// <param name="File">The file of a SQLite journal; null for a server.</param>
public sealed record JournalConnection(JournalProvider Provider, string Name, string? File, string ConnectionString)
{
    private const int ConnectTimeoutSeconds = 5;

    /// <param name="root">The host's own folder, where a SQLite file lies unless told otherwise.</param>
    /// <exception cref="SettingException">The connection string can't be one.</exception>
    public static JournalConnection Of(SettingValues settings, string root)
    {
        var connection = settings.Get(JournalSettings.Connection);
        try
        {
            return settings.Get(JournalSettings.Provider) == JournalProvider.Sqlite ? Sqlite(connection, root) : Postgres(connection);
        }
        catch (ArgumentException e)
        {
            throw new SettingException(JournalSettings.Connection, Masked(connection), $"an ADO.NET connection string ({e.Message})");
        }
    }

    /// <summary>A connection that is not pooled and gives up soon, for looking once.</summary>
    public DbConnection Open() => Provider == JournalProvider.Sqlite
        ? new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString)
        : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Timeout = ConnectTimeoutSeconds, Pooling = false }.ConnectionString);

    private static JournalConnection Sqlite(string connection, string root)
    {
        var settings = new SqliteConnectionStringBuilder(connection);
        settings.DataSource = Path.GetFullPath(settings.DataSource.Length == 0 ? Path.Combine(root, "journal.db") : settings.DataSource);
        return new JournalConnection(JournalProvider.Sqlite, settings.DataSource, settings.DataSource, settings.ConnectionString);
    }

    private static JournalConnection Postgres(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        return string.IsNullOrEmpty(settings.Host)
            ? throw new SettingException(JournalSettings.Connection, Masked(connection), "for postgres Host=…;Database=…;Username=…;Password=…")
            : new JournalConnection(JournalProvider.Postgres, $"{settings.Host}:{settings.Port}/{settings.Database}", null, settings.ConnectionString);
    }

    /// <summary>Passwords do not belong in logs.</summary>
    private static string Masked(string connection) =>
        connection.Contains("password", StringComparison.OrdinalIgnoreCase) ? "(not shown: holds a password)" : connection;
}
