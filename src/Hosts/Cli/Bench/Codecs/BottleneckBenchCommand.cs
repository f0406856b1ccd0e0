using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Models;
using EdgeActors.Inference;
using EdgeActors.Inference.Bottlenecks;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Sessions;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Bench.Codecs;

/// <summary>
/// <c>bench bottleneck MODEL --data DATA</c>: accuracy against bytes of a model's trained bottlenecks, through the codec and both halves picture by picture,
/// beside JPEG and WebP of the pictures at the same bytes.
/// </summary>
internal static class BottleneckBenchCommand
{
    private const int BatchSize = 50;

    private static readonly int[] PictureBytes = [8, 16, 21, 32, 64, 128, 256, 512];

    public static Command Create()
    {
        var name = new Argument<string>("model") { Description = "A model whose bundle has a bottleneck" };
        var models = ModelsFolderOption.Create();
        var data = DataOption.Create();
        var plot = new Option<string?>("--plot") { Description = "PNG to write" };
        var command = new Command("bottleneck", "Accuracy against bytes of learned bottlenecks, beside JPEG and WebP.") { name, models, data, plot };
        command.SetAction((parsed, cancel) => Task.Run(
            async () =>
            {
                var output = Output.For(parsed);
                var from = await DataOption.ResolveAsync(parsed.GetRequiredValue(data), output, cancel);
                try
                {
                    Run(new ModelStore(parsed.GetRequiredValue(models)).Open(parsed.GetRequiredValue(name)), from, parsed.GetValue(plot), output, cancel);
                    return ExitCodes.Done;
                }
                catch (Exception e) when (e is InferenceException or DataSetException or OnnxFormatException)
                {
                    throw new CommandFailed(e.Message, cause: e);
                }
            },
            cancel));
        return command;
    }

    private static void Run(StoredModel model, string data, string? plot, Output output, CancellationToken cancel)
    {
        var picture = model.Manifest.Picture ?? throw CommandFailed.Usage($"{model.Manifest.Name} takes no picture.");
        var test = PictureSets.Open(data, "test", picture.Width);
        var normalization = ChannelNormalization.Of(picture);
        var whole = OnnxFile.Read(model.Path);
        var uncut = 100 * ClassifierEvaluation.Run(whole, test, normalization).Accuracy;
        var folder = Directory.CreateTempSubdirectory("edgeactors-bench-");
        try
        {
            var cache = new BundleCache(folder.FullName, long.MaxValue);
            var bundle = new BundleBuilder().Prepare(model, cache);
            if (bundle.Cuts.All(c => c.Network is null)) throw CommandFailed.Usage($"The bundle of {model.Manifest.Name} has no bottleneck: train one with 'models bottleneck'.");
            var examples = PictureExamples.Take(test, test.Count, picture);
            var codes = bundle.Cuts.Where(c => c.Network is not null).SelectMany(cut => Codes(bundle, cut, cache, examples, cancel)).ToList();
            var formats = new[] { true, false }.SelectMany(webp => Formats(whole, test, normalization, webp, output, cancel)).ToList();
            Show(output, uncut, [.. codes, .. formats]);
            if (plot is not null) Plot(model.Manifest.Name, uncut, codes, formats, plot);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<RateResult> Codes(Bundle bundle, BundleCut cut, BundleCache cache, LabelledInput[] examples, CancellationToken cancel)
    {
        using var head = new PartitionSession(cache.PathOf(cut.Head.Sha256));
        using var tail = new PartitionSession(cache.PathOf(cut.Tail.Sha256));
        var features = examples.Chunk(BatchSize).SelectMany(b => head.RunBatch([.. b.Select(e => (IReadOnlyList<TensorData>)[e.Input])])).ToArray();
        foreach (var codec in cut.Codecs)
        {
            cancel.ThrowIfCancellationRequested();
            var streams = features.Select(f => FeatureStream.Encode(f, codec.Id, cut)).ToArray();
            var right = streams.Chunk(BatchSize).SelectMany(b => tail.RunBatch([.. b.Select(s => FeatureStream.Decode(s, cut))]))
                .Where((logits, i) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits[0].Floats) == examples[i].Label).Count();
            yield return new RateResult($"{cut.Id}, {codec.Id}", (double)cut.HeadMacs / bundle.Macs, streams.Average(s => s.Length), 100.0 * right / examples.Length, examples.Length);
        }
    }

    private static IEnumerable<RateResult> Formats(
        Onnx.Graphs.Model whole, PictureSet test, ChannelNormalization normalization, bool webp, Output output, CancellationToken cancel)
    {
        var name = webp ? "WebP" : "JPEG";
        output.Progress($"{name}: every quality and size of {test.Count} pictures…");
        var recompressed = new RecompressedPictures(test, webp);
        foreach (var bytes in PictureBytes)
        {
            cancel.ThrowIfCancellationRequested();
            var within = recompressed.Within(bytes, out var without);
            var found = ClassifierEvaluation.Run(whole, within, normalization);
            yield return new RateResult(name, 0, bytes, 100 * found.Accuracy, found.Pictures, without > 0 ? $"nothing fits for {without}" : "");
        }
    }

    private static void Show(Output output, double uncut, IReadOnlyList<RateResult> results) => output.Rows(results,
        new Column<RateResult>("what", r => r.What), new("head", r => Invariant($"{100 * r.HeadShare:F1} %"), true), new("bytes", r => Invariant($"{r.MeanBytes:F1}"), true),
        new("right", r => Invariant($"{r.Percent:F2} %"), true), new("points lost", r => Invariant($"{uncut - r.Percent:F2}"), true), new("pictures", r => $"{r.Pictures}", true), new("", r => r.Note));

    private static void Plot(string model, double uncut, IReadOnlyList<RateResult> codes, IReadOnlyList<RateResult> formats, string path) => AccuracyPlot.Save(
        $"{model}: accuracy against bytes", uncut,
        [
            new AccuracyPlot.Series("learned bottleneck", "#1f77b4", [.. codes.Select(r => (r.MeanBytes, r.Percent))], Bold: true),
            new AccuracyPlot.Series("WebP of the picture", "#2ca02c", [.. formats.Where(r => r.What == "WebP").Select(r => (r.MeanBytes, r.Percent))]),
            new AccuracyPlot.Series("JPEG of the picture", "#d62728", [.. formats.Where(r => r.What == "JPEG").Select(r => (r.MeanBytes, r.Percent))]),
        ],
        path);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
