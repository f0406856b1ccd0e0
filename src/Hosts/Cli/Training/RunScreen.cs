using System.Globalization;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli.Training;

/// <summary>A run as one picture in the terminal: rounds, a glyph for each device, the accuracy so far, bytes, privacy spent, time to go.</summary>
internal static class RunScreen
{
    private const int BarWidth = 40;
    private const string Levels = "▁▂▃▄▅▆▇█";

    public static IRenderable Of(RunResource run, OpenRoundResource? round)
    {
        var lines = new List<string>
        {
            $"{run.Id}: {run.Status}{(run.Reason is { } reason ? $" ({reason})" : "")}",
            string.Create(CultureInfo.InvariantCulture, $"rounds    {Bar(run.RoundsCommitted, run.RoundsPlanned)} {run.RoundsCommitted} of {run.RoundsPlanned}{(TimeToGo(run) is { } left ? $", about {Duration(left)} to go" : "")}"),
        };
        var open = round is { Devices.Count: > 0 } && round.Number > run.RoundsCommitted && !RunStatuses.IsFinal(run.Status) ? round : null;
        if (open is not null)
            lines.Add($"devices   {Glyphs(open)}  round {open.Number}, attempt {open.Attempt}: {open.Phase}");
        if (Accuracies(run) is { Count: > 0 } accuracies)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"accuracy  {Curve(accuracies)} {100 * accuracies[^1]:0.0} %, best {100 * accuracies.Max():0.0} %"));
        if (run.Rounds.Count > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"loss      {Curve([.. run.Rounds.Select(one => one.Loss)])} {run.Rounds[^1].Loss:0.000}"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"bytes     {run.Rounds.Sum(one => one.BytesUp) / 1e6:0.00} MB up, {run.Rounds.Sum(one => one.BytesDown) / 1e6:0.00} MB down"));
        }

        if (run.Epsilon is { } epsilon)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"epsilon   {epsilon:0.###} spent"));
        if (!RunStatuses.IsFinal(run.Status))
            lines.Add("          . asked   k keys in   s shares in   + update in   o unmasked   - not in the mean");
        return new Rows(lines.Select(line => new Text(line)));
    }

    /// <summary>One character a device, by device id.</summary>
    public static string Glyphs(OpenRoundResource round) => string.Concat(round.Devices.OrderBy(device => device.Key, StringComparer.Ordinal).Select(device => device.Value switch
    {
        DeviceStandings.Asked => '.',
        DeviceStandings.Keyed => 'k',
        DeviceStandings.Shared => 's',
        DeviceStandings.Reported => '+',
        DeviceStandings.Revealed => 'o',
        _ => '-',
    }));

    /// <summary>From the lowest to the highest value, the last <see cref="BarWidth"/> of them.</summary>
    public static string Curve(IReadOnlyList<double> values)
    {
        var shown = values.TakeLast(BarWidth).ToList();
        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(value => Levels[high > low ? (int)Math.Round((value - low) / (high - low) * (Levels.Length - 1)) : 0]));
    }

    /// <summary>By the mean time between the committed rounds; null before there are two.</summary>
    public static TimeSpan? TimeToGo(RunResource run) => run.Status != RunStatuses.Running || run.Rounds.Count < 2
        ? null
        : (run.Rounds[^1].At - run.Rounds[0].At) / (run.Rounds.Count - 1) * (run.RoundsPlanned - run.RoundsCommitted);

    private static List<double> Accuracies(RunResource run) => [.. run.Rounds.Select(round => round.Accuracy).OfType<double>()];

    private static string Bar(int done, int of)
    {
        var full = of == 0 ? 0 : done * BarWidth / of;
        return new string('█', full) + new string('░', BarWidth - full);
    }

    private static string Duration(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
