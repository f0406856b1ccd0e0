namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>What is known of one model's task: its score uncut, and what cutting and compressing does.</summary>
/// <param name="Uncut">The manifest's first measured score; null where none was measured.</param>
/// <param name="PixelBytes">8-bit RGB at the model's size.</param>
/// <param name="DeviceOnlyMs">The whole model on the device, its answer written there.</param>
/// <param name="EdgeOnlyMs">The pixels over the link, everything on the edge.</param>
/// <param name="Smallest">The fewest bytes among the cuts that lose at most the budget and leave the device its share of the work or less.</param>
/// <param name="Anywhere">The fewest bytes among the cuts that lose at most the budget, whatever the device does.</param>
/// <param name="Fastest">The lowest latency among the cuts that lose at most the budget, whatever the device does.</param>
/// <param name="SourceStudy">How many times the source study compressed for the task.</param>
public sealed record TaskFigures(
    string Task, string Model, string Version, string? Metric, double? Uncut, long Macs, long PixelBytes, double DeviceOnlyMs, double EdgeOnlyMs,
    TaskCut? Smallest, TaskCut? Anywhere, TaskCut? Fastest, double SourceStudy, IReadOnlyList<TaskCut> Cuts);
