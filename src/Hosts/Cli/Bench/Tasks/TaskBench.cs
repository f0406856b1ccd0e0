using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>
/// Measures one model on this machine. Scores and bytes are the bundle's (<c>models bundle</c> measured them on test examples), times are measured now,
/// and latency over the link is computed from them: device + bytes / rate + round trip + edge. <see cref="TaskLinkBench"/> measures the whole system.
/// </summary>
/// <param name="Rate">Of the link, bytes/s.</param>
/// <param name="RoundTripMs">Of the link.</param>
/// <param name="Slowdown">How many times slower than this machine the device is taken to be.</param>
/// <param name="Budget">Points of the task's score that a cut may lose.</param>
/// <param name="MostOnDevice">Share of the graph's multiply-adds that a device is to do at most, 0 to 1.</param>
internal sealed record TaskBench(double Rate, double RoundTripMs, double Slowdown, double Budget, double MostOnDevice)
{
    /// <summary>Compression that the source study reports for its tasks, in its own data and units; shown beside, not comparable as equals.</summary>
    private static readonly IReadOnlyDictionary<string, double> SourceStudy = new Dictionary<string, double>
    {
        [TaskNames.ImageClassification] = 6.8,
        [TaskNames.ImageCaptioning] = 12.5,
        [TaskNames.VisualQuestionAnswering] = 18.3,
    };

    public TaskFigures Run(StoredModel model, BundleCache cache, TimeProvider time)
    {
        var picture = model.Manifest.Picture ?? throw CommandFailed.Usage($"{model.Manifest.Name} takes no picture.");
        var published = File.Exists(Path.Combine(model.Folder, BundleFiles.Published));
        var bundle = new BundleBuilder().Prepare(model, cache);
        var profiler = new PartitionProfiler(bundle, cache, time);
        var (device, edge) = (profiler.OfDevice(), profiler.OfEdge());
        var pixels = 3L * picture.Width * picture.Height;

        var cuts = bundle.Cuts.SelectMany(cut => cut.Codecs.Select(codec => new TaskCut(
            cut.Id, codec.Id, cut.Network is not null, codec.MeanBytes, pixels / codec.MeanBytes, published ? codec.AccuracyLoss : null, codec.Examples,
            (double)cut.HeadMacs / bundle.Macs,
            Slowdown * (Ms(device, cut.Id, PartitionSide.Head) + Ms(device, cut.Id, PartitionSide.Encode, codec.Id)) + LinkMs(codec.MeanBytes)
            + Ms(edge, cut.Id, PartitionSide.Decode, codec.Id) + Ms(edge, cut.Id, PartitionSide.Tail)))).ToList();
        var within = cuts.Where(cut => cut.PointsLost <= Budget).ToList();
        var score = model.Manifest.Accuracy.FirstOrDefault();
        return new(
            model.Manifest.Task, model.Manifest.Name, model.Manifest.Version, score?.Metric, score?.Value, bundle.Macs, pixels,
            Slowdown * Ms(device, CutNames.Output, PartitionSide.Head), LinkMs(pixels) + Ms(edge, CutNames.Input, PartitionSide.Tail),
            within.Where(cut => cut.HeadShare <= MostOnDevice).MinBy(cut => cut.Bytes), within.MinBy(cut => cut.Bytes), within.MinBy(cut => cut.HybridMs), SourceStudy[model.Manifest.Task], cuts);
    }

    private double LinkMs(double bytes) => RoundTripMs + 1000 * bytes / Rate;

    private static double Ms(IReadOnlyList<PartitionProfile> profiles, string cut, PartitionSide side, string codec = "") =>
        profiles.First(profile => profile.Cut == cut && profile.Side == side && profile.Codec == codec).P50Ms;
}
