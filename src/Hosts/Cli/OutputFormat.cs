namespace EdgeActors.Cli;

public enum OutputFormat
{
    /// <summary>For people: tables and text.</summary>
    Table,

    /// <summary>For programs: one JSON document on standard output.</summary>
    Json,
}
