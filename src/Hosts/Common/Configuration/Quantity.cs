using System.Globalization;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>Sizes, rates and times as people write them. Kilo is 1000, as link rates are counted.</summary>
public static class Quantity
{
    private static readonly (string Suffix, double Factor)[] ByteUnits =
        [("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("B", 1)];

    private static readonly (string Suffix, double Milliseconds)[] TimeUnits =
        [("ms", 1), ("s", 1e3), ("m", 60e3), ("h", 3600e3)];

    public static long ParseBytes(string text) => (long)Math.Round(Parse(text, ByteUnits, bareFactor: 1));

    public static long ParseRate(string text) =>
        ParseBytes(text.EndsWith("/s", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text);

    public static TimeSpan ParseDuration(string text) => TimeSpan.FromMilliseconds(Parse(text, TimeUnits, bareFactor: null));

    /// <param name="bareFactor">What a number without a unit counts as; null where a unit is required (0 needs none).</param>
    private static double Parse(string text, (string Suffix, double Factor)[] units, double? bareFactor)
    {
        var trimmed = text.AsSpan().Trim();
        foreach (var (suffix, factor) in units)
            if (trimmed.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && TryNumber(trimmed[..^suffix.Length], out var value))
                return value * factor;
        return TryNumber(trimmed, out var bare) && (bareFactor is not null || bare == 0)
            ? bare * (bareFactor ?? 1)
            : throw new FormatException($"'{text}' has no known unit");
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
