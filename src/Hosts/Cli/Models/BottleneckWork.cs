using EdgeActors.Inference.Bottlenecks;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;
using static System.FormattableString;

namespace EdgeActors.Cli.Models;

/// <summary>Trains, writes the network beside the model, measures each rate on the test pictures once, and adds the cut to the bundle.</summary>
/// <param name="goOn">Start from the weights of the bottleneck that the model has at this place.</param>
internal sealed class BottleneckWork(BottleneckPlan plan, BottleneckRecipe recipe, IReadOnlyList<int> rates, bool goOn, string? checkpoint, Output output)
{
    /// <summary>Of the training set, for the frequencies of the symbols.</summary>
    private const int CalibrationPictures = 4000;

    // Shares of the code at which progress is shown.
    private static readonly double[] Shown = [0.1, 0.3, 1];

    public void Run(StoredModel model, string data, CancellationToken cancel)
    {
        var picture = model.Manifest.Picture ?? throw CommandFailed.Usage($"{model.Manifest.Name} takes no picture: a bottleneck is trained on pictures.");
        var normalization = ChannelNormalization.Of(picture);
        var all = PictureSets.Open(data, "train", picture.Width).RequireTrainable();
        var (training, heldOut) = all.HoldOut(Math.Min(recipe.HeldOut, all.Count / 5), plan.Seed);
        var whole = OnnxFile.Read(model.Path);
        var share = new BottleneckNetwork(whole, plan).HeadShare;
        output.Progress(Invariant($"{model.Manifest.Name}: head and encoder {100 * share:F1} % of the multiply-adds; {training.Count} pictures to train on, {heldOut.Count} held out"));
        var present = goOn
            ? BottleneckFile.Find(model, plan.At) ?? throw CommandFailed.Usage($"{model.Manifest.Name} has no bottleneck at {plan.At} to go on from: leave out --continue.")
            : null;
        var network = new BottleneckTraining(plan, recipe, TimeProvider.System)
            .Run(whole, training, normalization, checkpoint, present?.Network, (progress, now) => Report(progress, now, heldOut, normalization), cancel);

        var stored = new BottleneckFile(network, plan.At, plan.Levels, rates).AddTo(model);
        var bundle = Bundled(stored, PictureExamples.Take(all, CalibrationPictures, picture), PictureSets.Open(data, "test", picture.Width), picture);
        Show(bundle, bundle.Cuts.Single(c => c.Id == BottleneckNames.CutId(plan.At)));
    }

    private static Bundle Bundled(StoredModel model, LabelledInput[] calibration, PictureSet test, PictureInput picture)
    {
        var folder = Directory.CreateTempSubdirectory("edgeactors-bottleneck-");
        try
        {
            var (builder, cache) = (new BundleBuilder(), new BundleCache(folder.FullName, long.MaxValue));
            var examples = new BundleExamples(calibration, PictureExamples.Take(test, test.Count, picture), test.Name);
            var published = Path.Combine(model.Folder, BundleFiles.Published);
            var bundle = File.Exists(published)
                ? builder.WithBottlenecks(Bundle.FromBytes(File.ReadAllBytes(published)), model, cache, examples)
                : builder.Build(model, cache, examples);
            File.WriteAllBytes(published, bundle.ToBytes());
            return bundle;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Report(TrainingProgress p, Func<Model> now, PictureSet heldOut, ChannelNormalization normalization)
    {
        output.Progress(Invariant($"epoch {p.Epoch}/{p.Epochs} batch {p.Batch}/{p.Batches} loss {p.Loss:F3} rate {p.LearningRate:F4} {p.ExamplesPerSecond:F0} pictures/s, {p.Remaining:hh\\:mm\\:ss} left"));
        if (!p.EndsEpoch) return;
        using var evaluation = new BottleneckEvaluation(now(), heldOut, normalization);
        output.Progress("held out: " + string.Join(", ", Shown.Select(s => (int)(s * plan.Symbols)).Select(k => Invariant($"{k} symbols {100.0 * evaluation.Correct(k) / heldOut.Count:F2} %"))));
    }

    private void Show(Bundle bundle, BundleCut cut)
    {
        output.Text(Invariant($"bundle {bundle.Id} of {bundle.Model} {bundle.Version}; {cut.Id}: head and encoder {100.0 * cut.HeadMacs / bundle.Macs:F1} % of the multiply-adds"));
        var sent = cut.Tensors[0].Calibration!.Code!.Rates.ToDictionary(r => r.Codec, r => r.Symbols);
        output.Rows([.. cut.Codecs.Select(c => new RateRow(c.Id, sent[c.Id], c.MeanBytes, c.P90Bytes, c.AccuracyLoss, c.Examples))],
            new Column<RateRow>("codec", r => r.Codec), new("symbols", r => $"{r.Symbols}", true), new("mean bytes", r => Invariant($"{r.MeanBytes:F1}"), true),
            new("p90 bytes", r => Invariant($"{r.P90Bytes:F0}"), true), new("points lost", r => Invariant($"{r.AccuracyLoss:F2}"), true), new("test pictures", r => $"{r.Pictures}", true));
    }

    private sealed record RateRow(string Codec, int Symbols, double MeanBytes, double P90Bytes, double AccuracyLoss, int Pictures);
}
