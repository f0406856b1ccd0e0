namespace EdgeActors.Inference.Splits;

/// <summary>
/// How long one partition, or one codec at a cut, takes on one host: warm, at one batch size. Cut <c>output</c> with side Head is the
/// whole model on the device, cut <c>input</c> with side Tail the whole model on the edge.
/// </summary>
/// <param name="Codec">For Encode and Decode; empty for Head and Tail.</param>
public sealed record PartitionProfile(
    string Bundle, string Cut, PartitionSide Side, string Codec, int Batch, double P10Ms, double P50Ms, double P90Ms, int Runs, long PeakMemoryBytes = 0)
{
    /// <summary>Longer than this is a mistake or a lie, never a measurement worth planning with.</summary>
    public const double MaxMs = 10 * 60 * 1000;

    /// <summary>Why the profile is not to be believed, or null. Profiles come over the wire, so every one is asked.</summary>
    public string? Fault() => this switch
    {
        _ when !double.IsFinite(P10Ms + P50Ms + P90Ms) => "its times are not numbers",
        { P10Ms: < 0 } => $"p10 is negative: {P10Ms} ms",
        _ when P10Ms > P50Ms || P50Ms > P90Ms => $"its quantiles are not in order: {P10Ms}, {P50Ms}, {P90Ms} ms",
        { P90Ms: > MaxMs } => $"p90 is {P90Ms} ms, above {MaxMs}",
        { Runs: <= 0 } => $"it rests on {Runs} runs",
        { Batch: <= 0 } => $"its batch is {Batch}",
        { PeakMemoryBytes: < 0 } => $"its memory is {PeakMemoryBytes} bytes",
        _ => null,
    };
}
