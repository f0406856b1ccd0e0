namespace EdgeActors.Cli.Bench.Gateway;

/// <param name="EachKb">What one follower takes of the host's working set, kB.</param>
public sealed record FollowerMemory(string Host, double BeforeMb, double WithMb, double EachKb);
