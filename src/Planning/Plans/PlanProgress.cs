using System.Collections.Immutable;

namespace EdgeActors.Planning;

/// <summary>
/// How far the steps of a valid plan have come. Steps without open dependencies may run in parallel; a failed step fails everything
/// that uses its answer, with the reason, and the rest still answers.
/// </summary>
public sealed record PlanProgress(Plan Plan, ImmutableSortedDictionary<int, string> Answers, ImmutableSortedDictionary<int, string> Failures)
{
    public static PlanProgress Start(Plan plan) =>
        new(plan, ImmutableSortedDictionary<int, string>.Empty, ImmutableSortedDictionary<int, string>.Empty);

    /// <summary>Steps that may run now: neither done nor failed, every dependency answered. The caller knows which of them already run.</summary>
    public IEnumerable<PlanStep> Ready => Plan.Steps.Where(step => !IsSettled(step.Id) && step.DependsOn.All(Answers.ContainsKey));

    public bool IsFinished => Plan.Steps.All(step => IsSettled(step.Id));

    public bool IsSettled(int step) => Answers.ContainsKey(step) || Failures.ContainsKey(step);

    /// <summary>The text for the step's model, earlier answers put in; null when the step takes none.</summary>
    public string? QuestionOf(PlanStep step) => step.Question?.Resolve(Answers);

    /// <summary>A step settles once: an answer to a settled step changes nothing.</summary>
    public PlanProgress Answered(int step, string answer) => IsSettled(step) ? this : this with { Answers = Answers.Add(step, answer) };

    /// <summary>Fails the step and, with a reason that names it, every step that uses its answer directly or not.</summary>
    public PlanProgress Failed(int step, string reason)
    {
        if (IsSettled(step))
            return this;
        var failures = Failures.Add(step, reason);
        foreach (var later in Plan.Steps) // in order of ids, and dependencies point backwards: one pass reaches all dependants
            if (!Answers.ContainsKey(later.Id) && !failures.ContainsKey(later.Id) && FirstFailed(later, failures) is { } cause)
                failures = failures.Add(later.Id, $"needs the answer of step {cause}, which failed: {failures[cause]}");
        return this with { Failures = failures };
    }

    private static int? FirstFailed(PlanStep step, ImmutableSortedDictionary<int, string> failures) =>
        step.DependsOn.Where(failures.ContainsKey).Select(id => (int?)id).FirstOrDefault();
}
