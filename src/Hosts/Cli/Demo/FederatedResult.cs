namespace EdgeActors.Cli.Demo;

/// <param name="KilledRound">In whose middle the cloud was killed.</param>
/// <param name="Models">Digests, one a round, as the replay computed them and the journal has them.</param>
internal sealed record FederatedResult(string Run, int KilledRound, IReadOnlyList<string> Models);
