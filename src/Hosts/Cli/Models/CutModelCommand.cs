using System.CommandLine;
using System.Globalization;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Models;

/// <summary>
/// <c>edgeactors models cut FILE (--at TENSOR[,TENSOR] | --all) [--verify] [--to FOLDER]</c>: where a model may be cut, what crosses, and
/// that head and tail together are the model.
/// </summary>
internal static class CutModelCommand
{
    public static Command Create()
    {
        var file = ModelFileArgument.Create();
        var at = new Option<string?>("--at") { Description = "The tensors of one cut, joined by commas.", HelpName = "TENSOR[,TENSOR]" };
        var all = new Option<bool>("--all") { Description = "Every strict boundary." };
        var verify = new Option<bool>("--verify") { Description = "Run head and tail of each cut against the whole model on seeded inputs." };
        var to = new Option<string?>("--to") { Description = "Write head.onnx and tail.onnx into this folder (with --at)." };
        var examples = new Option<int>("--examples") { Description = "Seeded inputs per cut.", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Of the inputs.", DefaultValueFactory = _ => 1 };
        var command = new Command("cut", "Cut an ONNX model in two, and prove that the halves are the whole.")
        {
            file, at, all, verify, to, examples, seed,
        };
        examples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--examples is 1 or more");
        });
        command.Validators.Add(result =>
        {
            bool one = result.GetValue(at) is not null;
            if (one == result.GetValue(all)) result.AddError("say where: --at TENSOR[,TENSOR], or --all");
            if (!one && result.GetValue(to) is not null) result.AddError("--to writes one cut: say which by --at");
        });
        command.SetAction((parsed, cancelled) =>
        {
            var output = Output.For(parsed);
            var model = ModelFileArgument.Read(parsed.GetRequiredValue(file));
            string[]? tensors = parsed.GetValue(at)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            int count = parsed.GetValue(verify) ? parsed.GetValue(examples) : 0;
            try
            {
                int done = 0;
                var survey = CutSurvey.Of(model, tensors, count, parsed.GetValue(seed), Progress, cancelled);
                if (parsed.GetValue(to) is { } folder) Write(output, model, survey, folder);
                output.Write(survey, View);
                return Task.FromResult(survey.Failed > 0 ? ExitCodes.Failed : ExitCodes.Done);

                void Progress(CutFinding finding, int of)
                {
                    done++;
                    if (finding.Equality is { Holds: false } report) output.Progress($"{string.Join(", ", finding.At)}: not equal, {report}");
                    else if (count > 0 && done % 25 == 0) output.Progress($"{done} of {of} cuts proved");
                }
            }
            catch (Exception e) when (e is CutException or OnnxFormatException)
            {
                throw CommandFailed.Usage(e.Message);
            }
        });
        return command;
    }

    private static void Write(Output output, Model model, CutSurvey survey, string folder)
    {
        var cutter = new Cutter(model);
        var halves = cutter.Extract(cutter.At(survey.Cuts[0].At.AsSpan()), survey.Digest);
        Directory.CreateDirectory(folder);
        OnnxFile.Write(halves.Head, Path.Combine(folder, "head.onnx"));
        OnnxFile.Write(halves.Tail, Path.Combine(folder, "tail.onnx"));
        output.Progress($"wrote head.onnx and tail.onnx to {folder}");
    }

    private static Spectre.Console.Rows View(CutSurvey survey) => new(
        Output.Table(survey.Cuts,
            new Column<CutFinding>("tensors across", c => string.Join("; ", c.Tensors)),
            new("bytes", c => $"{c.BytesAcross:N0}", Number: true),
            new("head MACs", c => c.HeadShare.ToString("P1", CultureInfo.InvariantCulture), Number: true),
            new("head peak", c => $"{c.HeadPeakBytes:N0}", Number: true),
            new("tail peak", c => $"{c.TailPeakBytes:N0}", Number: true),
            new("max difference", c => c.Equality is { } e ? e.MaxAbsDifference.ToString("0.0e+0", CultureInfo.InvariantCulture) : "", Number: true)),
        new Spectre.Console.Text(Summary(survey)));

    private static string Summary(CutSurvey survey)
    {
        string found = $"{survey.Cuts.Length} cuts of {survey.Nodes} nodes, found in {survey.EnumerationMilliseconds:0} ms; "
            + $"{survey.Macs:N0} multiply-adds, peak {survey.PeakBytes:N0} bytes for one example.";
        if (survey.Failed is not { } failed) return found;
        return found + (failed == 0
            ? $" All equal to the whole: max difference {survey.WorstDifference:0.0e+0}, same top-1."
            : $" {failed} are NOT equal to the whole.");
    }
}
