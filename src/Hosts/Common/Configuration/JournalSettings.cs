namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>Where the cloud keeps its journal.</summary>
public static class JournalSettings
{
    public static readonly Setting<JournalProvider> Provider = Settings.Choice<JournalProvider>("journal.provider", "sqlite: a file of this host; postgres: a server that several cloud hosts share");
    public static readonly Setting<string> Connection = Settings.Text("journal.connection", "the connection string; for sqlite DATA-DIR/NAME/journal.db where empty", "an ADO.NET connection string, or nothing for sqlite");

    public static IReadOnlyList<Setting> All { get; } = [Provider, Connection];
}
