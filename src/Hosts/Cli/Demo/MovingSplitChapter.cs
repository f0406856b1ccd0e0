using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Bench;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Demo;

/// <summary>Requests run one after another while the link of their device is throttled and given back: the split goes after it.</summary>
internal sealed class MovingSplitChapter : IDemoChapter<MovingSplit>
{
    private const string Fast = "5MB/s";

    /// <summary>A tenth of the mission's link.</summary>
    private const string Slow = "25KB/s";

    private const string DownRate = "1MB/s";
    private const string Delay = "5ms";

    /// <summary>On each link.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(6);

    /// <summary>Where the split is not where it is expected by then: a busy machine needs more requests to be sure.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    /// <summary>A split that stays for so long has settled.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    public async Task<MovingSplit> TellAsync(DemoStage stage, CancellationToken cancel)
    {
        var device = stage.Devices[0];
        var link = stage.LinkOf(device);
        stage.Output.Text($"\nThe link of {device} is throttled to {Slow} and given back, while requests run one after another:");
        var first = await AskAsync(Fast, _ => true);
        var throttled = await AskAsync(Slow, cut => cut != first.Cut);
        var givenBack = await AskAsync(Fast, cut => cut == first.Cut);
        IReadOnlyList<MovingSplitRow> rows = [first, throttled, givenBack];
        stage.Output.Show(Output.Table(rows,
            new Column<MovingSplitRow>("link", row => row.Link), new("cut", row => row.Cut), new("requests", row => $"{row.Requests}", Number: true),
            new("median ms", row => Ms(row.MedianMs), Number: true), new("moved after ms", row => Ms(row.MovedAfterMs), Number: true)));
        await link.ThrottleAsync(LinkThrottle.Mission, cancel);
        var moved = throttled.Cut != first.Cut && givenBack.Cut == first.Cut;
        stage.Output.Progress(moved ? "  the split moved with the link, and came back." : "  the split stayed where it was: this machine is too busy to tell the difference.");
        return new(rows, moved);

        async Task<MovingSplitRow> AskAsync(string rate, Func<string, bool> expected)
        {
            await link.ThrottleAsync(new(rate, DownRate, Delay), cancel);
            return await UntilSettledAsync(stage, device, rate, expected, cancel);
        }
    }

    /// <summary>Asks until the split has settled where it is <paramref name="expected"/>, or for as long as there is patience.</summary>
    private static async Task<MovingSplitRow> UntilSettledAsync(DemoStage stage, string device, string rate, Func<string, bool> expected, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = new List<(string Cut, double Ms, TimeSpan At)>();
        var moved = 0;
        for (var n = 0; !Enough(Stopwatch.GetElapsedTime(started)); n++)
        {
            var asked = Stopwatch.GetTimestamp();
            var request = await stage.AnswerAsync(DemoStage.AboutHeld(stage.Pictures[n % stage.Pictures.Count], device), cancel);
            if (request.Steps.Select(step => step.Result).FirstOrDefault(result => result is { }) is not { } result)
                continue;
            var cut = $"{result.Cut} {result.Codec}";
            if (answers.Count > 0 && answers[^1].Cut != cut)
                moved = answers.Count;
            answers.Add((cut, Stopwatch.GetElapsedTime(asked).TotalMilliseconds, Stopwatch.GetElapsedTime(started, asked)));
        }
        if (answers.Count == 0)
            throw new CommandFailed($"No request was answered in {Most.TotalSeconds:0} s at {rate}.");
        return new(rate, answers[^1].Cut, answers.Count, LatencySummary.Of([.. answers.Skip(moved).Select(answer => answer.Ms)]).MedianMs, answers[moved].At.TotalMilliseconds);

        bool Enough(TimeSpan elapsed) => elapsed >= Most
            || elapsed >= Least && answers.Count > 0 && elapsed - answers[moved].At >= Settled && expected(answers[^1].Cut);
    }

    private static string Ms(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
