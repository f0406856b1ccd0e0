namespace EdgeActors.Actors.Training;

/// <summary>One committed round, computed again, or its model looked at where the plan's retention has let its updates go.</summary>
/// <param name="Event">Which event of the run's journal committed it, from 1.</param>
/// <param name="Journaled">Digest of the model as the journal has it.</param>
/// <param name="Recomputed">Digest of the model as it came out again; null when it could not be computed, or no longer can.</param>
/// <param name="Problem">Null when both agree, and when a model that can only be looked at has its digest.</param>
/// <param name="ModelOnly">Whether only the model is left of it.</param>
public sealed record ReplayedRound(int Number, int Event, int Participants, string Journaled, string? Recomputed, string? Problem, bool ModelOnly = false);
