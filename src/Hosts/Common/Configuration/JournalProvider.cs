namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>The database behind the journal.</summary>
public enum JournalProvider
{
    Sqlite,
    Postgres,
}
