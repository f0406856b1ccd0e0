using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Judging;

/// <summary>A clause as the judge reads it: one spelling per word, leading courtesy taken off, " ?" behind a question.</summary>
internal static class ClauseText
{
    public static string Of(Clause clause) => clause.End == ClauseEnd.QuestionMark ? $"{clause.Norm} ?" : clause.Norm;

    /// <summary>The judge's reading of a text that is one clause; null when the splitter sees none or several.</summary>
    public static string? OfOnly(string text) =>
        ClauseSplitter.Split(Wording.Of(text)).ToList() is [var clause] && Leads.Strip(clause) is { IsEmpty: false } stripped ? Of(stripped) : null;
}
