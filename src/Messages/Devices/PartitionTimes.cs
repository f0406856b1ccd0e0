namespace EdgeActors.Messages.Devices;

/// <summary>How long one side of a cut takes on one machine, measured there.</summary>
/// <param name="Side"><c>head</c> or <c>tail</c>.</param>
public sealed record PartitionTimes(
    string Bundle, string Cut, string Side, int Batch, double P10Ms, double P50Ms, double P90Ms, int Runs, long PeakMemoryBytes)
{
    public const string Head = "head";
    public const string Tail = "tail";
}
