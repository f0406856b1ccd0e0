using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using EdgeActors.Onnx.Training;
using EdgeActors.Planning.Scoring;

namespace EdgeActors.Planning.Judging;

/// <summary>A clause to train on.</summary>
/// <param name="Text">As <see cref="ClauseText"/> writes it.</param>
/// <param name="Source">The template or request it came from: what shares a source is held out together.</param>
internal sealed record LabelledClause(string Text, ClauseVerdict Verdict, int Source)
{
    /// <summary>Most clauses drawn from one template; those with fewer readings give what they have.</summary>
    private const int PerTemplate = 32;

    /// <summary>All clauses of the templates and of those labelled requests that are one clause.</summary>
    public static ImmutableArray<LabelledClause> All(IEnumerable<string> templates, IEnumerable<LabelledRequest> requests, long seed)
    {
        var clauses = new Dictionary<string, LabelledClause>(StringComparer.Ordinal);
        var grammar = new ClauseTemplates(templates);
        var source = 0;
        foreach (var (verdict, template) in grammar.Templates)
        {
            var random = new SeededRandom(seed, source);
            for (var drawn = 0; drawn < PerTemplate; drawn++)
                Add(grammar.Draw(template, ref random), verdict);
            source++;
        }
        foreach (var request in requests)
        {
            if (VerdictOf(request) is { } verdict)
                Add(request.Request, verdict);
            source++;
        }
        return [.. clauses.Values];

        void Add(string text, ClauseVerdict verdict)
        {
            if (ClauseText.OfOnly(text) is { } clause)
                clauses.TryAdd(clause, new(clause, verdict, source));
        }
    }

    /// <summary>SHA-256 over what they say: names the data that a judge was trained on.</summary>
    public static string Digest(IEnumerable<LabelledClause> clauses) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', clauses.Select(clause => $"{clause.Verdict}: {clause.Text}")))));

    private static ClauseVerdict? VerdictOf(LabelledRequest request) => request switch
    {
        { Status: "ok", Tasks: [{ Task: StandardTasks.Classification }] } => ClauseVerdict.Classification,
        { Status: "ok", Tasks: [{ Task: StandardTasks.Captioning }] } => ClauseVerdict.Caption,
        { Status: "ok", Tasks: [{ Task: StandardTasks.VisualQuestion }] } => ClauseVerdict.Question,
        { Status: "unsupported" } => ClauseVerdict.Unsupported,
        { Status: "refused" } => ClauseVerdict.Attack,
        { Status: "needs_clarification" } => ClauseVerdict.Nothing,
        _ => null,
    };
}
