namespace EdgeActors.Cli.Training;

/// <summary>One run of the federated bench.</summary>
/// <param name="Rounds">Committed; fewer than <paramref name="Planned"/> where the command was interrupted.</param>
/// <param name="Accuracy">After the last round, 0 to 1.</param>
/// <param name="LinkSeconds">All rounds' transfers, each waiting for its slowest device; training not counted.</param>
/// <param name="LinkSecondsToTarget">Until the target accuracy was first measured; null when it never was.</param>
/// <param name="ComputeSeconds">Of all devices, one after the other, with evaluation.</param>
/// <param name="Plan">In its canonical form.</param>
internal sealed record FederatedCaseResult(
    string Name, int Rounds, int Planned, double Accuracy, double BestAccuracy, long BytesUp, long BytesDown, double LinkSeconds, double? LinkSecondsToTarget,
    double ComputeSeconds, IReadOnlyList<FederatedPoint> Curve, string Plan);
