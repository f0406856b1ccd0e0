namespace EdgeActors.Cli;

/// <summary>One column of a table: its heading and what it shows of a row.</summary>
public sealed record Column<T>(string Heading, Func<T, string> Show, bool Number = false);
