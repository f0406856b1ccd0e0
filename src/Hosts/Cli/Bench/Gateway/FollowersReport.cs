namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>Callers that follow one request's events while nothing happens to it.</summary>
/// <param name="Followers">How many streams were open at once.</param>
/// <param name="OpenedPerSecond">Streams that were opened a second, each with its first event.</param>
/// <param name="Memory">Working set of each host before the first stream and with all of them open, and what one takes.</param>
/// <param name="LastHeardMs">From the request's end until the last follower had heard of it.</param>
public sealed record FollowersReport(string Machine, int Followers, double OpenedPerSecond, IReadOnlyList<FollowerMemory> Memory, double LastHeardMs);
