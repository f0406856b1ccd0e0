namespace EdgeActors.Cli.Training;

/// <summary>A run of the federated bench after one round.</summary>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="Bytes">Both directions, all devices, from the start.</param>
/// <param name="LinkSeconds">From the start.</param>
internal sealed record FederatedPoint(int Round, double Accuracy, long Bytes, double LinkSeconds);
