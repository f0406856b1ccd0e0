using System.Collections.Immutable;

namespace EdgeActors.Planning.Scoring;

/// <summary>
/// How well plans fit labelled requests, after TaskBench (Shen et al. 2023, section 4): micro-averaged F1 over steps and over edges.
/// Steps match when the task is the same and, for questions, at least half of the words are (by F1); each label matches once.
/// A refusal is any status but <c>ok</c>.
/// </summary>
/// <param name="Exact">Share of requests with the right status, all steps, no others, and exactly the right edges.</param>
/// <param name="QuestionF1">Mean word F1 of the matched questions: how much of the person's wording survives.</param>
/// <param name="Wrong">Ids of the requests that are not exact.</param>
public sealed record PlannerScore(
    int Requests, double NodeF1, double EdgeF1, double Exact, double RefusalPrecision, double RefusalRecall, double QuestionF1, ImmutableArray<string> Wrong)
{
    /// <summary>Scores predictions against labels of the same order.</summary>
    /// <exception cref="ArgumentException">The two do not have the same ids in the same order.</exception>
    public static PlannerScore Of(IReadOnlyList<LabelledRequest> labels, IReadOnlyList<LabelledRequest> predictions)
    {
        if (!labels.Select(row => row.Id).SequenceEqual(predictions.Select(row => row.Id)))
            throw new ArgumentException("Labels and predictions do not name the same requests in the same order.", nameof(predictions));

        Counts nodes = default, edges = default, refusals = default;
        var exact = 0;
        var questionF1 = new List<double>();
        var wrong = ImmutableArray.CreateBuilder<string>();
        foreach (var (label, prediction) in labels.Zip(predictions))
        {
            var matched = Match(label.Tasks, prediction.Tasks);
            questionF1.AddRange(matched.Where(pair => label.Tasks[pair.Key].Question is not null)
                .Select(pair => WordF1(label.Tasks[pair.Key].Question, prediction.Tasks[pair.Value].Question)));
            var expected = label.Depends.Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1])).ToHashSet();
            var found = prediction.Depends.Select(pair => (pair[0], pair[1])).ToHashSet();
            var hits = expected.Count(edge => matched.TryGetValue(edge.Item1, out var i) && matched.TryGetValue(edge.Item2, out var j) && found.Contains((i, j)));
            var (refused, shouldBe) = (prediction.Status != "ok", label.Status != "ok");

            nodes = nodes.Plus(matched.Count, prediction.Tasks.Length, label.Tasks.Length);
            edges = edges.Plus(hits, found.Count, expected.Count);
            refusals = refusals.Plus(refused && shouldBe ? 1 : 0, refused ? 1 : 0, shouldBe ? 1 : 0);
            if (label.Status == prediction.Status && matched.Count == label.Tasks.Length && matched.Count == prediction.Tasks.Length
                && hits == expected.Count && hits == found.Count)
                exact++;
            else
                wrong.Add(label.Id);
        }
        return new(labels.Count, nodes.F1, edges.F1, labels.Count == 0 ? 1 : (double)exact / labels.Count,
            refusals.Precision, refusals.Recall, questionF1.Count == 0 ? 1 : questionF1.Average(), wrong.ToImmutable());
    }

    /// <summary>Label position to prediction position, best matching questions first.</summary>
    private static Dictionary<int, int> Match(ImmutableArray<LabelledTask> labels, ImmutableArray<LabelledTask> predictions)
    {
        var pairs =
            from i in Enumerable.Range(0, labels.Length)
            from j in Enumerable.Range(0, predictions.Length)
            where labels[i].Task == predictions[j].Task
            let likeness = labels[i].Question is null ? 1 : WordF1(labels[i].Question, predictions[j].Question)
            where likeness >= 0.5
            orderby likeness descending, Math.Abs(i - j)
            select (i, j);
        var matched = new Dictionary<int, int>();
        var taken = new HashSet<int>();
        foreach (var (i, j) in pairs)
            if (!matched.ContainsKey(i) && taken.Add(j))
                matched[i] = j;
        return matched;
    }

    private static double WordF1(string? one, string? other)
    {
        var (a, b) = (WordsOf(one), WordsOf(other));
        var common = a.Sum(word => Math.Min(word.Value, b.GetValueOrDefault(word.Key)));
        return a.Count + b.Count == 0 ? 1 : 2.0 * common / (a.Values.Sum() + b.Values.Sum());
    }

    private static Dictionary<string, int> WordsOf(string? text) =>
        new string([.. (text ?? "").ToLowerInvariant().Select(character => char.IsLetterOrDigit(character) ? character : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());

    private readonly record struct Counts(int Hits, int Found, int Expected)
    {
        public Counts Plus(int hits, int found, int expected) => new(Hits + hits, Found + found, Expected + expected);

        /// <summary>Nothing found and nothing expected is a perfect score, not an undefined one.</summary>
        public double F1 => Found + Expected == 0 ? 1 : 2.0 * Hits / (Found + Expected);

        public double Precision => Found == 0 ? 1 : (double)Hits / Found;

        public double Recall => Expected == 0 ? 1 : (double)Hits / Expected;
    }
}
