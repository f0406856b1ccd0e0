using System.Globalization;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.Page;

/// <summary>How the page writes quantities: a unit that fits, three figures at most, a dash for what nobody has measured.</summary>
internal static class Words
{
    public const string Unknown = "–";

    public static string Bytes(double? bytes) => bytes switch
    {
        null or double.NaN => Unknown,
        < 1_000 => Text(bytes.Value, "B"),
        < 1_000_000 => Text(bytes.Value / 1_000, "KB"),
        < 1_000_000_000 => Text(bytes.Value / 1_000_000, "MB"),
        _ => Text(bytes.Value / 1_000_000_000, "GB"),
    };

    public static string Rate(double? bytesPerSecond) => bytesPerSecond is null or double.NaN ? Unknown : $"{Bytes(bytesPerSecond)}/s";

    public static string Duration(double? ms) => ms switch
    {
        null or double.NaN => Unknown,
        < 1_000 => Text(ms.Value, "ms"),
        < 60_000 => Text(ms.Value / 1_000, "s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(ms.Value / 60_000)} min {ms.Value / 1_000 % 60:0} s"),
    };

    public static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.0} %") : Unknown;

    public static string Number(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.###}") : Unknown;

    /// <summary>Where a model is cut, for people.</summary>
    public static string Cut(string cut, string codec) => cut switch
    {
        SplitPair.RawInput => "all on the edge",
        SplitPair.WholeModel => "all on the device",
        _ => $"{cut}, {codec}",
    };

    /// <summary>The start of an id is the time it was made; its end tells it from its neighbours.</summary>
    public static string ShortId(string id) => id.Length <= 12 ? id : $"{id[..2]}…{id[^6..]}";

    public static string Ago(TimeSpan ago) => ago.TotalSeconds switch
    {
        < 2 => "now",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalSeconds:0} s ago"),
        < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalMinutes:0} min ago"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalHours:0} h ago"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalDays:0} days ago"),
    };

    /// <summary>Three figures: 1.23, 12.3, 123.</summary>
    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Round(value)} {unit}");

    private static string Round(double value) => value.ToString(value switch { < 10 => "0.##", < 100 => "0.#", _ => "0" }, CultureInfo.InvariantCulture);
}
