using System.Globalization;

namespace EdgeActors.Cli.Shaping;

/// <summary>What a link lets through, each way, in bytes/s.</summary>
public readonly record struct LinkRate(double UpBytesPerSecond, double DownBytesPerSecond)
{
    /// <summary>The mission's link: 250 KB/s from the device, 500 KB/s to it.</summary>
    public static LinkRate Field { get; } = new(250e3, 500e3);

    public static LinkRate Symmetric(double bytesPerSecond) => new(bytesPerSecond, bytesPerSecond);

    public override string ToString() => $"{Show(UpBytesPerSecond)} up, {Show(DownBytesPerSecond)} down";

    /// <summary>A rate for people, e.g. <c>250 KB/s</c>; thousands, as links are sold.</summary>
    public static string Show(double rate) => rate >= 1e6
        ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.##} MB/s")
        : string.Create(CultureInfo.InvariantCulture, $"{rate / 1e3:0.##} KB/s");
}
