using System.Data.Common;
using LinqToDB.Interceptors;

namespace EdgeActors.Hosts.Common.Persistence;

/// <summary>
/// What SQLite wants per connection. With a write-ahead log NORMAL loses nothing when the process dies; after a power cut the
/// last commits may be gone, but the file is whole.
/// </summary>
internal sealed class SqlitePragmas : ConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=5000; PRAGMA synchronous=NORMAL;";

    public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
