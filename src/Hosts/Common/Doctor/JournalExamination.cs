using System.Data.Common;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Persistence;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>The journal can be reached and written, and a SQLite file is sound.</summary>
public static class JournalExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<Finding>> LookAsync(ExaminedHost host, CancellationToken cancel)
    {
        try
        {
            return [await JournalAsync(JournalConnection.Of(host.Settings, host.Place.Root), cancel)];
        }
        catch (SettingException e)
        {
            return [Finding.Failed("journal", e.Message, $"Correct {JournalSettings.Connection.HoconPath}.")];
        }
    }

    private static async Task<Finding> JournalAsync(JournalConnection journal, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(Patience);
        try
        {
            if (journal.File is { } file && !File.Exists(file))
                return Finding.Ok("journal", $"{file} is made at the first start");
            await using var connection = journal.Open();
            await connection.OpenAsync(limited.Token);
            return journal.Provider == JournalProvider.Sqlite ? await SqliteAsync(journal, connection, limited.Token) : await PostgresAsync(journal, connection, limited.Token);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return Finding.Failed("journal", $"{journal.Name}: {e.Message}", journal.Provider == JournalProvider.Sqlite
                ? "Restore the file from a backup, or give it to the user that runs the host."
                : $"Start the server, let it be reached from here, or correct {JournalSettings.Connection.HoconPath}.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Finding.Failed("journal", $"{journal.Name} did not answer within {Patience.TotalSeconds:0} s", "See what else uses the database and its disk.");
        }
    }

    /// <summary>Taking the one writer's lock and giving it back proves that the file and its folder can be written.</summary>
    private static async Task<Finding> SqliteAsync(JournalConnection journal, DbConnection connection, CancellationToken cancel)
    {
        await ScalarAsync(connection, "PRAGMA busy_timeout=5000; BEGIN IMMEDIATE; ROLLBACK;", cancel);
        var sound = await ScalarAsync(connection, "PRAGMA quick_check(1)", cancel);
        return sound == "ok"
            ? Finding.Ok("journal", $"{journal.Name} can be written and is sound")
            : Finding.Failed("journal", $"{journal.Name} is damaged: {sound}", "Stop the host and restore the file from a backup; keep the damaged one with its -wal and -shm.");
    }

    private static async Task<Finding> PostgresAsync(JournalConnection journal, DbConnection connection, CancellationToken cancel)
    {
        if (await ScalarAsync(connection, "SHOW transaction_read_only", cancel) == "on")
            return Finding.Failed("journal", $"{journal.Name} is read-only, perhaps a standby", "Point the connection at the primary server.");
        return await ScalarAsync(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')::text", cancel) == "true"
            ? Finding.Ok("journal", $"{journal.Name} can be written, PostgreSQL {await ScalarAsync(connection, "SHOW server_version", cancel)}")
            : Finding.Failed("journal", $"{journal.Name}: this user may not make tables there", "GRANT CREATE, USAGE ON SCHEMA public TO the user of the connection, at least for the first start.");
    }

    private static async Task<string> ScalarAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync(cancel))?.ToString() ?? "";
    }
}
