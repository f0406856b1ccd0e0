using System.Collections.Immutable;
using System.Diagnostics;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>The boundaries of a model, measured and, if asked, each proved by running both halves against the whole.</summary>
/// <param name="Digest">SHA-256 of the model's file.</param>
/// <param name="EnumerationMilliseconds">What finding the boundaries took, after shapes were known.</param>
/// <param name="WorstDifference">The largest difference of any cut that was proved.</param>
/// <param name="Failed">How many cuts changed what the model answers.</param>
public sealed record CutSurvey(
    string Model,
    string Digest,
    int Nodes,
    long Macs,
    long PeakBytes,
    double EnumerationMilliseconds,
    ImmutableArray<CutFinding> Cuts,
    double? WorstDifference,
    int? Failed)
{
    /// <param name="at">The tensors of one cut; null for all boundaries.</param>
    /// <param name="examples">Seeded inputs on which each cut is proved; 0 proves nothing.</param>
    /// <param name="progress">Told each finding as it is made, and how many there will be.</param>
    /// <exception cref="CutException">There is no boundary at <paramref name="at"/>.</exception>
    public static CutSurvey Of(
        Model model, string[]? at = null, int examples = 0, int seed = 1, Action<CutFinding, int>? progress = null, CancellationToken cancelled = default)
    {
        var cutter = new Cutter(model);
        long started = Stopwatch.GetTimestamp();
        ImmutableArray<Boundary> boundaries = at is null ? cutter.Boundaries() : [cutter.At(at)];
        double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        string digest = ModelDigest.Of(model);
        var verifier = examples > 0 && boundaries.Length > 0 ? CutVerifier.Seeded(model, examples, seed) : null;
        var cuts = ImmutableArray.CreateBuilder<CutFinding>(boundaries.Length);
        foreach (var boundary in boundaries)
        {
            cancelled.ThrowIfCancellationRequested();
            var finding = Describe(cutter, boundary, verifier?.Check(cutter.Extract(boundary, digest)));
            cuts.Add(finding);
            progress?.Invoke(finding, boundaries.Length);
        }
        var found = cuts.MoveToImmutable();
        return new(
            model.Graph.Name,
            digest,
            model.Graph.Nodes.Length,
            cutter.Macs,
            cutter.PeakBytes,
            took,
            found,
            verifier is null ? null : found.Max(c => c.Equality!.MaxAbsDifference),
            verifier is null ? null : found.Count(c => !c.Equality!.Holds));
    }

    private static CutFinding Describe(Cutter cutter, Boundary boundary, EqualityReport? equality) => new(
        [.. boundary.Names],
        [.. boundary.Tensors.Select(t => t.ToString())],
        boundary.BytesAcross,
        boundary.CarriesInput,
        boundary.HeadNodes,
        boundary.TailNodes,
        boundary.HeadMacs,
        boundary.TailMacs,
        cutter.Macs == 0 ? 0 : (double)boundary.HeadMacs / cutter.Macs,
        boundary.HeadPeakBytes,
        boundary.TailPeakBytes,
        equality);
}
