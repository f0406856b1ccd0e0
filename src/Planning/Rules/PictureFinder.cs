using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>Which of several pictures a clause is about.</summary>
internal static partial class PictureFinder
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

    /// <summary>0-based indices named by the words, which may not exist; empty when none is named.</summary>
    public static IReadOnlyList<int> Named(string norm, int pictures)
    {
        if (All().IsMatch(norm))
            return [.. Enumerable.Range(0, pictures)];
        var named = new SortedSet<int>();
        foreach (Match match in ByOrdinal().Matches(norm))
            named.Add(match.Groups["word"].Value is "last" ? pictures - 1 : Array.IndexOf(Ordinals, match.Groups["word"].Value));
        foreach (Match match in ByWord().Matches(norm))
            named.Add(match.Groups["word"].Value is "one" or "a" or "former" ? 0 : 1);
        foreach (Match match in ByNumber().Matches(norm))
            named.Add(int.Parse(match.Groups["number"].ValueSpan) - 1);
        return [.. named];
    }

    /// <summary>Whether a question about several pictures sets one against another, so that no single one has the answer.</summary>
    public static bool Compares(string norm) => Comparing().IsMatch(norm);

    [GeneratedRegex(@"\b(?:same|similar|different|differs?|differences?|identical|alike|match(?:es)?|compared?|between|than|which|either|neither|more|fewer|less|changed?|changes|together|common|(?:before|after) (?:and|or)|\w+er in the)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Comparing();

    [GeneratedRegex(@"\b(?:both|all|each of the|every|each|all the|all of the|the two) (?:two |three |my |the |these |of the )*(?:pictures?|images?|photos?)\b|\b(?:these|those) (?:\w+ )?(?:pictures|images|photos)\b", RegexOptions.CultureInvariant)]
    private static partial Regex All();

    [GeneratedRegex(@"\b(?<word>first|second|third|fourth|fifth|sixth|seventh|eighth|last) (?:picture|image|photo|one)\b", RegexOptions.CultureInvariant)]
    private static partial Regex ByOrdinal();

    [GeneratedRegex(@"\b(?:picture|image|photo) (?<word>one|two|a|b)\b(?= ?(?:$|[,:]|and\b))|\bin the (?<word>former|latter)\b(?! (?:case|event|instance|sense)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex ByWord();

    [GeneratedRegex(@"\b(?:picture|image|photo) (?:number |no |# )?(?<number>[1-9]\d{0,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex ByNumber();
}
