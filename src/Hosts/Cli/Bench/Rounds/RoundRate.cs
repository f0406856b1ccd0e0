namespace EdgeActors.Cli.Bench.Rounds;

/// <summary>How fast one round takes updates in: each is written and flushed, decoded and looked at, journaled, acknowledged.</summary>
/// <param name="BlobBytes">Of one update.</param>
/// <param name="Seconds">From the first offer until the run is told of the outcome, median of the repeats.</param>
/// <param name="RecoverySeconds">Until a round that starts again answers, median of the repeats.</param>
internal sealed record RoundRate(string Journal, int Updates, int Parameters, int BlobBytes, int Repeats, double Seconds, double RecoverySeconds)
{
    public double UpdatesPerSecond => Updates / Seconds;
}
