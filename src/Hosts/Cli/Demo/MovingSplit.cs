namespace EdgeActors.Cli.Demo;

/// <summary>The answers while one device's link was throttled and given back.</summary>
/// <param name="Moved">The split was another one on the slow link, and the first one again afterwards.</param>
internal sealed record MovingSplit(IReadOnlyList<MovingSplitRow> Rows, bool Moved);
