using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>The full paths of all values of a configuration.</summary>
public static class HoconKeys
{
    public static IEnumerable<string> Of(Config config) => config.Root is { } root && root.IsObject() ? Walk(root.GetObject(), "") : [];

    private static IEnumerable<string> Walk(HoconObject branch, string prefix)
    {
        foreach (var (key, value) in branch.Items)
        {
            // A key with dots or slashes in it ("/user/x", "a.b, c") is written with quotes.
            var name = key.AsSpan().IndexOfAny(" ./,\"") >= 0 ? $"\"{key}\"" : key;
            var path = prefix.Length == 0 ? name : $"{prefix}.{name}";
            if (value.IsObject() && value.GetObject() is { Items.Count: > 0 } inner)
                foreach (var deeper in Walk(inner, path))
                    yield return deeper;
            else
                yield return path;
        }
    }
}
