namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>Latencies that were measured rather than computed.</summary>
/// <param name="Shaping">What makes the link slow.</param>
/// <param name="BytesPerSecond">Of the link, both ways.</param>
/// <param name="PictureBytes">Mean length of the files that cross when the edge does everything.</param>
internal sealed record TaskLinkReport(string Shaping, double BytesPerSecond, double Slowdown, double PictureBytes, IReadOnlyList<TaskLatency> Latencies);
