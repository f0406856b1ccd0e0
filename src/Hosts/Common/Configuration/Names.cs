using System.Text.RegularExpressions;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>Names of hosts and devices: they end up in paths, certificate subjects, persistence ids and metric labels.</summary>
public static partial class Names
{
    public const string Allowed = "1 to 63 letters, digits, '-', '_' or '.', starting with a letter or digit";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex Pattern();
}
