namespace EdgeActors.Cli.Training;

/// <summary>What <c>bench federated</c> measured.</summary>
/// <param name="LinkUp">Bytes/s from a device, for the computed link times.</param>
/// <param name="LinkDown">Bytes/s to a device.</param>
internal sealed record FederatedBenchReport(
    string Machine, string Data, string Model, int Parameters, double LinkUp, double LinkDown, double TargetAccuracy, IReadOnlyList<FederatedCaseResult> Cases);
