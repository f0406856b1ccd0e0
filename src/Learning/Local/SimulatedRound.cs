namespace EdgeActors.Learning.Local;

/// <summary>One simulated round in figures.</summary>
/// <param name="Accuracy">Null where the model was not evaluated.</param>
/// <param name="BytesUp">Of all devices.</param>
/// <param name="BytesDown">To all devices.</param>
/// <param name="LargestUpload">Of one device: what the round waits for.</param>
/// <param name="Download">To one device.</param>
public sealed record SimulatedRound(
    int Number, int Participants, double Loss, double? Accuracy, long BytesUp, long BytesDown, long LargestUpload, long Download, string ModelDigest)
{
    /// <summary>Time that the round's bytes take on links of the given rates, bytes/s, training not counted.</summary>
    public TimeSpan LinkTime(double up, double down) => TimeSpan.FromSeconds(LargestUpload / up + Download / down);
}
