using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Bench;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Demo;

/// <summary>Requests run one after another while the link of their device is throttled and given back: the split goes after it.</summary>
internal sealed class MovingSplitChapter : IDemoChapter<MovingSplit>
{
    /// <summary>Fast, a tenth of the mission's link, fast again.</summary>
    private static readonly LinkThrottle[] Links = [Throttle("1MB/s"), Throttle("25KB/s"), Throttle("1MB/s")];

    /// <summary>For each; the first also waits for what the device has yet to fetch.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(6);

    /// <summary>Where the split has not moved by then: a busy machine needs more requests to be sure.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    public async Task<MovingSplit> TellAsync(DemoStage stage, CancellationToken cancel)
    {
        var device = stage.Devices[0];
        var link = stage.LinkOf(device);
        stage.Output.Text($"\nThe link of {device} is throttled to {Links[1].Up} and given back, while requests run one after another:");
        var rows = new List<MovingSplitRow>();
        foreach (var throttle in Links)
        {
            await link.ThrottleAsync(throttle, cancel);
            rows.Add(await AskAsync(stage, device, throttle.Up, rows.LastOrDefault()?.Cut, cancel));
        }
        stage.Output.Show(Output.Table(rows,
            new Column<MovingSplitRow>("link", row => row.Link), new("cut", row => row.Cut), new("requests", row => $"{row.Requests}", Number: true),
            new("median ms", row => Ms(row.MedianMs), Number: true), new("moved after ms", row => Ms(row.MovedAfterMs), Number: true)));
        await link.ThrottleAsync(LinkThrottle.Mission, cancel);
        var moved = rows[1].Cut != rows[0].Cut && rows[2].Cut != rows[1].Cut;
        stage.Output.Progress(moved ? "  the split moved with the link, and again when the link was given back." : "  the split stayed where it was: this machine is too busy to tell the difference.");
        return new(rows, moved);
    }

    private static async Task<MovingSplitRow> AskAsync(DemoStage stage, string device, string link, string? before, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = new List<(string Cut, double Ms, double AtMs)>();
        for (var n = 0; Stopwatch.GetElapsedTime(started) < (answers.Count == 0 || answers[^1].Cut == before ? Most : Least); n++)
        {
            var asked = Stopwatch.GetTimestamp();
            var atMs = Stopwatch.GetElapsedTime(started, asked).TotalMilliseconds;
            var request = await stage.AnswerAsync(DemoStage.AboutHeld(stage.Pictures[n % stage.Pictures.Count], device), cancel);
            if (request.Steps.Select(step => step.Result).FirstOrDefault(result => result is { }) is { } result)
                answers.Add(($"{result.Cut} {result.Codec}", Stopwatch.GetElapsedTime(asked).TotalMilliseconds, atMs));
        }
        if (answers.Count == 0)
            throw new CommandFailed($"No request was answered in {Most.TotalSeconds:0} s at {link}.");
        var last = answers[^1].Cut;
        var there = answers.Skip(answers.FindLastIndex(answer => answer.Cut != last) + 1).ToList();
        return new(link, last, answers.Count, LatencySummary.Of([.. there.Select(answer => answer.Ms)]).MedianMs, there[0].AtMs);
    }

    private static LinkThrottle Throttle(string rate) => new(rate, "1MB/s", "5ms");

    private static string Ms(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
