using System.Globalization;
using System.Net;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>The kinds of setting that hosts have; each says what is allowed, in the words of an error message.</summary>
public static class Settings
{
    /// <param name="wellKnownVariable">See <see cref="Setting.WellKnownVariable"/>.</param>
    public static Setting<string> Text(string key, string help, string allowed = "any text", string? wellKnownVariable = null) =>
        new(key, help, allowed, repeatable: false, texts => texts.Count == 0 ? "" : texts[^1]) { WellKnownVariable = wellKnownVariable };

    /// <summary>A name that is safe in a path, a certificate subject and a metric label.</summary>
    public static Setting<string> Name(string key, string help, bool mayBeEmpty = false) =>
        One(key, help, Names.Allowed + (mayBeEmpty ? ", or nothing" : ""), text =>
            (mayBeEmpty && text.Length == 0) || Names.IsValid(text) ? text : throw new FormatException());

    public static Setting<string> Path(string key, string help) => One(key, help, "a path, or nothing", text => text);

    public static Setting<bool> Switch(string key, string help) => One(key, help, "true or false", text => text.ToLowerInvariant() switch
    {
        "true" or "on" or "yes" => true,
        "false" or "off" or "no" => false,
        _ => throw new FormatException(),
    });

    public static Setting<int> Port(string key, string help) => Whole(key, help, 0, 65535, "a port from 0 to 65535; 0 picks a free one");

    public static Setting<int> Whole(string key, string help, int min, int max, string? allowed = null) =>
        One(key, help, allowed ?? $"a whole number from {min} to {max}", text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
                ? value
                : throw new FormatException());

    public static Setting<double> Number(string key, string help, double min, double max) =>
        One(key, help, FormattableString.Invariant($"a number from {min} to {max}"), text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
                ? value
                : throw new FormatException());

    /// <summary>Bytes, written as <c>64KB</c>, <c>4MB</c>, <c>2GB</c> or a plain number. Powers of 1000, as links are counted.</summary>
    public static Setting<long> Bytes(string key, string help) => One(key, help, "a size such as 32KB, 4MB or 2GB", Quantity.ParseBytes);

    /// <summary>Bytes per second; 0 is "as fast as it goes".</summary>
    public static Setting<long> Rate(string key, string help) => One(key, help, "a rate such as 250KB/s or 2MB/s; 0 for no limit", Quantity.ParseRate);

    public static Setting<TimeSpan> Duration(string key, string help) => One(key, help, "a time such as 250ms, 5s or 2m", Quantity.ParseDuration);

    /// <inheritdoc cref="Duration(string, string)"/>
    public static Setting<TimeSpan> Duration(string key, string help, TimeSpan min, TimeSpan max) =>
        One(key, help, FormattableString.Invariant($"a time from {min.TotalSeconds}s to {max.TotalSeconds}s"), text =>
            Quantity.ParseDuration(text) is var value && value >= min && value <= max ? value : throw new FormatException());

    public static Setting<T> Choice<T>(string key, string help)
        where T : struct, Enum
    {
        var byName = Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant());
        return One(key, help, string.Join(", ", byName.Keys), text =>
            byName.TryGetValue(text.ToLowerInvariant(), out var value) ? value : throw new FormatException());
    }

    public static Setting<IPAddress> Address(string key, string help) =>
        One(key, help, "an IP address; 0.0.0.0 for every interface", text => IPAddress.TryParse(text, out var address) ? address : throw new FormatException());

    /// <summary>An absolute http or https address.</summary>
    public static Setting<Uri> Url(string key, string help) =>
        One(key, help, "an address such as https://10.0.0.1:7443", text =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw new FormatException());

    public static Setting<IReadOnlyList<string>> NameList(string key, string help, string flag) =>
        Many(key, help, "names of " + Names.Allowed, text => Names.IsValid(text) ? text : throw new FormatException(), flag);

    /// <summary>Addresses of other hosts, <c>HOST:PORT</c>.</summary>
    public static Setting<IReadOnlyList<HostPort>> HostPorts(string key, string help, string flag) =>
        Many(key, help, "HOST:PORT", HostPort.Parse, flag);

    private static Setting<T> One<T>(string key, string help, string allowed, Func<string, T> parse)
        where T : notnull => new(key, help, allowed, repeatable: false, texts => parse(texts.Count == 0 ? "" : texts[^1]));

    private static Setting<IReadOnlyList<T>> Many<T>(string key, string help, string allowed, Func<string, T> parse, string flag) =>
        new(key, help, allowed, repeatable: true, texts => texts.Where(text => text.Length > 0).Select(parse).ToArray(), flag);
}
