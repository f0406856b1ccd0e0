using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>What two wishes for a name are about: "what is this? classify the image" is one wish, "name the dog and name the car" are two.</summary>
internal static partial class Subjects
{
    public static bool MayBeSame(string one, string other)
    {
        var (a, b) = (Named(one), Named(other));
        return a.Count == 0 || b.Count == 0 || a.Overlaps(b);
    }

    private static HashSet<string> Named(string norm) =>
        Noun().Matches(norm).Select(match => match.Value.TrimEnd('s')).Where(noun => !Generic().IsMatch(noun)).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\b" + Lexicon.Thing + @"\b", RegexOptions.CultureInvariant)]
    private static partial Regex Noun();

    [GeneratedRegex("^(?:object|thing|item|subject|entity|content|figure|creature|element|focu|stuff|thingy|specimen|shape)$", RegexOptions.CultureInvariant)]
    private static partial Regex Generic();
}
