namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Median and 95th percentile of edge-only, device-only and ours over the bandwidths of the sweep.</summary>
internal static class SplitPlot
{
    private static readonly (SplitPolicy Policy, string Colour)[] Lines =
        [(SplitPolicy.EdgeOnly, "#d1495b"), (SplitPolicy.DeviceOnly, "#edae49"), (SplitPolicy.Ours, "#00798c")];

    public static void Save(string title, IReadOnlyList<SplitFigures> sweep, string path) => BandwidthPlot.Save(title, Lines.SelectMany(line => Of(sweep, line.Policy, line.Colour)), path);

    private static IEnumerable<BandwidthPlot.Series> Of(IReadOnlyList<SplitFigures> sweep, SplitPolicy policy, string colour)
    {
        var answered = sweep.Where(figures => figures.Policy == policy.Name && figures is { Requests: > 0, BytesPerSecond: > 0 }).ToList();
        yield return new($"{policy.Name}, median", colour, [.. answered.Select(figures => (figures.BytesPerSecond!.Value, figures.P50Ms))], Bold: policy == SplitPolicy.Ours);
        yield return new($"{policy.Name}, 95th percentile", colour, [.. answered.Select(figures => (figures.BytesPerSecond!.Value, figures.P95Ms))], Dotted: true);
    }
}
