using System.Globalization;
using EdgeActors.Cli.Shaping;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli.Watch;

/// <summary>A watched device as a panel: its link, and each model's split.</summary>
internal static class WatchView
{
    public static IRenderable Of(WatchedDevice device) => new Rows(
        new Text($"{device.Id}  {(device.Online ? "online" : "offline")}  {Link(device)}  {device.StepsInFlight} in flight, {device.StepsDone} done, {device.StepsFailed} failed"),
        Output.Table(device.Splits,
            new("model", split => split.Model), new("cut", split => split.Cut), new("codec", split => split.Codec),
            new("predicted ms", split => Ms(split.PredictedMs), Number: true), new("measured ms", split => Ms(split.MeasuredMs), Number: true),
            new("changes", split => split.Changes.ToString(CultureInfo.InvariantCulture), Number: true)));

    /// <summary>For a pipe: a line for each change.</summary>
    public static string Line(WatchedDevice device) =>
        $"{device.Id} {(device.Online ? "online" : "offline")} {Link(device)} {string.Join("; ", device.Splits.Select(split => $"{split.Model} at {split.Cut} {split.Codec}, predicted {Ms(split.PredictedMs)} ms, measured {Ms(split.MeasuredMs)} ms"))}";

    private static string Link(WatchedDevice device) => device.GoodputBytesPerSecond is { } goodput
        ? string.Create(CultureInfo.InvariantCulture, $"{LinkRate.Show(goodput)}, round trip {device.RoundTripMs ?? double.NaN:0.0} ms")
        : "link not measured";

    private static string Ms(double? value) => value is { } ms ? ms.ToString("0.0", CultureInfo.InvariantCulture) : "-";
}
