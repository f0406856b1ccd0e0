namespace EdgeActors.Messages.Devices;

/// <summary>How long one partition, or one codec at a cut, takes on one machine, measured there.</summary>
/// <param name="Side"><c>head</c>, <c>encode</c>, <c>decode</c> or <c>tail</c>.</param>
/// <param name="Codec">For encode and decode; empty for head and tail.</param>
public sealed record PartitionTimes(
    string Bundle, string Cut, string Side, string Codec, int Batch, double P10Ms, double P50Ms, double P90Ms, int Runs, long PeakMemoryBytes);
