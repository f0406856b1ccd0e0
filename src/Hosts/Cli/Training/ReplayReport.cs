using EdgeActors.Actors.Training;

namespace EdgeActors.Cli.Training;

/// <summary>What <c>replay</c> found.</summary>
/// <param name="Events">In the run's journal.</param>
/// <param name="Problem">The first one; null when every model came out as journaled.</param>
/// <param name="FirstDifference">The first round in which the compared run has another model; null when none was compared or none differs.</param>
/// <param name="ReplaysFrom">The first round that the plan's retention leaves to be computed again; one above the last where it leaves none.</param>
internal sealed record ReplayReport(
    string Run, string Fingerprint, int Events, IReadOnlyList<ReplayedRound> Rounds, string? Problem, int? FirstDifference, int ReplaysFrom);
