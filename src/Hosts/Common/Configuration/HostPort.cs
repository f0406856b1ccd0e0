using System.Globalization;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>Where another host listens.</summary>
public sealed record HostPort(string Host, int Port)
{
    /// <exception cref="FormatException">The text is not <c>HOST:PORT</c> with a port from 1 to 65535.</exception>
    public static HostPort Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535
                ? new HostPort(text[..colon], port)
                : throw new FormatException($"'{text}' is not HOST:PORT");
    }

    public override string ToString() => $"{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
