using System.Globalization;
using EdgeActors.Cli.Bench.Splits;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>
/// Asks one question for each task through running tiers: everything on the edge, everything on the device, the cut with the fewest bytes within the
/// budget, and what the coordinator chooses by itself.
/// </summary>
/// <param name="figures">Of every model that may answer.</param>
internal sealed class TaskLinkBench(ShapedTiers tiers, IReadOnlyList<TaskFigures> figures, double rate, int requests, TimeSpan patience, Action<string> progress)
{
    private static readonly (string Task, string Question)[] Questions =
    [
        (TaskNames.ImageClassification, "What is in this picture?"),
        (TaskNames.ImageCaptioning, "Describe this picture."),
        (TaskNames.VisualQuestionAnswering, "What colour is the shape?"),
    ];

    public async Task<IReadOnlyList<TaskLatency>> RunAsync(CancellationToken cancel)
    {
        var latencies = new List<TaskLatency>();
        foreach (var (task, question) in Questions)
        {
            var traffic = tiers.Ask(question);
            var model = (await traffic.FirstAsync(cancel)).Model;
            foreach (var policy in Policies(figures.FirstOrDefault(f => f.Model == model)))
            {
                await traffic.PinAsync(model, policy, cancel);
                await traffic.SettleAsync(patience, cancel);
                var samples = await traffic.RunAsync(requests, SplitBenchOptions.FewestRequests, patience, cancel);
                latencies.Add(new(task, model, SplitFigures.Of(policy.Name, rate, samples, traffic.TakeFailures())));
                progress(string.Create(CultureInfo.InvariantCulture, $"  {model,-20} {policy.Name,-36} p50 {latencies[^1].Figures.P50Ms,8:0.0} ms, {latencies[^1].Figures.Requests} answered"));
            }
        }
        return latencies;
    }

    /// <param name="known">What was measured of the model that answers; null where it was not.</param>
    internal static SplitPolicy[] Policies(TaskFigures? known)
    {
        SplitPolicy[] always = [SplitPolicy.EdgeOnly, SplitPolicy.DeviceOnly, SplitPolicy.Ours];
        return known?.Smallest is { } cut ? [SplitPolicy.Fixed(cut.Cut, cut.Codec), .. always] : always;
    }
}
