using System.CommandLine;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Zoo;

namespace EdgeActors.Cli.Models;

/// <summary>
/// <c>models bundle NAME --data DIR</c>: cuts a model, calibrates the codecs on training pictures, measures their bytes and losses on test
/// pictures, and writes <c>bundle.json</c> beside the manifest.
/// </summary>
internal static class BundleCommand
{
    private const int CalibrationPictures = 256;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A model of the models folder" };
        var models = new Option<string>("--models") { Description = "Folder of models", DefaultValueFactory = _ => RepositoryFolders.Find("models") ?? "models" };
        var data = new Option<string>("--data") { Description = "Folder or zip with train/CLASS/* and test/CLASS/*; easy-VQA for questions, \"generated\" for captions", Required = true };
        var evaluate = new Option<int>("--evaluate") { Description = "Test pictures to measure losses on", DefaultValueFactory = _ => 1000 };
        var write = new Option<bool>("--dry-run") { Description = "Measure, but write nothing" };
        var command = new Command("bundle", "Cut a model, calibrate and measure the codecs at every cut, and write its bundle.") { name, models, data, evaluate, write };
        command.SetAction(parsed =>
        {
            var output = Output.For(parsed);
            try
            {
                var model = new ModelStore(parsed.GetValue(models)!).Open(parsed.GetValue(name)!);
                output.Progress($"cutting {model.Manifest.Name} and trying the codecs on {parsed.GetValue(evaluate)} pictures…");
                var bundle = Build(model, parsed.GetValue(data)!, parsed.GetValue(evaluate));
                if (!parsed.GetValue(write)) File.WriteAllBytes(Path.Combine(model.Folder, BundleFiles.Published), bundle.ToBytes());
                Show(output, bundle);
            }
            catch (Exception e) when (e is Inference.InferenceException or DataSetException)
            {
                throw new CommandFailed(e.Message, cause: e);
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static Bundle Build(StoredModel model, string data, int evaluation)
    {
        using var task = model.Manifest.Text is null ? null : ModelTask.Open(model);
        var examples = task is null ? Pictures(model.Manifest, data, evaluation) : Worded(model, task, data, evaluation);
        var cache = Directory.CreateTempSubdirectory("edgeactors-bundle-");
        try
        {
            return new BundleBuilder().Build(model, new BundleCache(cache.FullName, long.MaxValue), examples);
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    private static BundleExamples Pictures(ModelManifest manifest, string data, int evaluation)
    {
        var picture = manifest.Picture ?? throw CommandFailed.Usage($"{manifest.Name} takes no picture: there is nothing to calibrate on.");
        var train = PictureFolder.Read(data, "train", picture.Height, picture.Width);
        var test = PictureFolder.Read(data, "test", picture.Height, picture.Width);
        return new BundleExamples(PictureExamples.Take(train, CalibrationPictures, picture), PictureExamples.Take(test, evaluation, picture), test.Name);
    }

    private static BundleExamples Worded(StoredModel model, ModelTask task, string data, int evaluation)
    {
        var (train, test) = (WordedSets.Open(model.Manifest.Task, data, "train"), WordedSets.Open(model.Manifest.Task, data, "test"));
        return WordedExamples.Of(model, task, train, CalibrationPictures, test, evaluation);
    }

    private static void Show(Output output, Bundle bundle)
    {
        output.Text($"bundle {bundle.Id} of {bundle.Model} {bundle.Version}");
        var rows = bundle.Cuts.SelectMany(c => c.Codecs.Select(k => new CutRow(
            c.Id, 100.0 * c.HeadMacs / bundle.Macs, c.PlainBytes, k.Id, k.MeanBytes, 8 * k.MeanBytes / (c.PlainBytes / 4.0), k.AccuracyLoss, k.Examples))).ToList();
        output.Rows(rows,
            new Column<CutRow>("cut", r => r.Cut), new("head MACs", r => $"{r.HeadMacsPercent:N1} %", true), new("float32 bytes", r => $"{r.PlainBytes:N0}", true),
            new("codec", r => r.Codec), new("bytes", r => $"{r.MeanBytes:N0}", true), new("bits/value", r => $"{r.BitsPerValue:N2}", true),
            new("points lost", r => $"{r.AccuracyLoss:N1}", true), new("pictures", r => $"{r.Examples}", true));
    }

    private sealed record CutRow(string Cut, double HeadMacsPercent, long PlainBytes, string Codec, double MeanBytes, double BitsPerValue, double AccuracyLoss, int Examples);
}
