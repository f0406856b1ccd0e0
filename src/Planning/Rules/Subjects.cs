namespace EdgeActors.Planning.Rules;

/// <summary>
/// What two wishes for a class or a description are about: "what is this? classify the image" is one wish, "name the dog and name the car"
/// are two.
/// </summary>
internal static class Subjects
{
    /// <summary>Words that say what to do, with which picture and how, but not about what.</summary>
    private static readonly HashSet<string> General = new(
        ("the this that these those what which who how you your can could would will and then for from with about into out not one its our are was were has have had does did his her their there here " +
         "please just tell give say show write make put get let know see look need want like may might also only more all any some each both thing object item subject stuff picture image photo shot scene " +
         "view painting attachment classify categorize identify recognize name label tag determine describe caption summarize narrate explain description caption summary sentence line word text account " +
         "overview title gist detail going short brief long simple nice good best right kind type sort species breed category class model variety called main exact again now first then last " +
         "lastly finally set down close begin state report record note furnish provide supply draft compose summarise categorise recognise depict required wanted needed minutes").Split(' '),
        StringComparer.Ordinal);

    public static bool MayBeSame(string one, string other)
    {
        var (a, b) = (Named(one), Named(other));
        return a.Count == 0 || b.Count == 0 || a.Overlaps(b);
    }

    private static HashSet<string> Named(string norm) =>
        norm.Split(' ').Where(word => word.Length > 2).Where(word => !General.Contains(word) && !General.Contains(word.TrimEnd('s'))).ToHashSet(StringComparer.Ordinal);
}
