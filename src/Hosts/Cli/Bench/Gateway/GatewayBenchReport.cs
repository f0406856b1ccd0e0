namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>What the gateway serves beside a bare service of the same models, both on this machine, in turns.</summary>
/// <param name="Peer">What the other side is; null where it was left out.</param>
/// <param name="Rounds">Of <paramref name="Seconds"/> each, the two sides alternating; rates are medians over them.</param>
public sealed record GatewayBenchReport(string Machine, string? Peer, int Rounds, double Seconds, IReadOnlyList<GatewayBenchResult> Results);
