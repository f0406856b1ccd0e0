namespace EdgeActors.Actors.Training;

/// <summary>One committed round, computed again.</summary>
/// <param name="Event">Which event of the run's journal committed it, from 1.</param>
/// <param name="Journaled">Digest of the model as the journal has it.</param>
/// <param name="Recomputed">Digest of the model as it came out again; null when it could not be computed.</param>
/// <param name="Problem">Null when both agree.</param>
public sealed record ReplayedRound(int Number, int Event, int Participants, string Journaled, string? Recomputed, string? Problem);
