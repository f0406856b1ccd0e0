namespace EdgeActors.Cli.Demo;

/// <summary>The answers while one device's link was throttled and given back.</summary>
/// <param name="Moved">The split was another one on the slow link, and moved again when the link was given back. Which pair wins at 1 MB/s is a close call.</param>
internal sealed record MovingSplit(IReadOnlyList<MovingSplitRow> Rows, bool Moved);
