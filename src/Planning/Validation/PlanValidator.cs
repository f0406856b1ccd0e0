using System.Collections.Immutable;

namespace EdgeActors.Planning;

/// <summary>
/// The gate between planners and workers: no step runs unless its plan passes here. Reports everything that is wrong at once, so
/// that one repair round can mend it all; only an oversized plan is reported without reading on.
/// </summary>
public static class PlanValidator
{
    /// <summary>Longest question in characters; a longer one is a document, not a question.</summary>
    public const int LongestQuestion = 500;

    /// <returns>Empty when the plan may run.</returns>
    public static ImmutableArray<PlanError> Validate(Plan plan, TaskCatalogue catalogue, int pictures)
    {
        if (plan.Steps.Length > Plan.MostSteps)
            return [new(PlanErrorCode.TooManySteps, null, $"{plan.Steps.Length} steps; at most {Plan.MostSteps} are allowed")];

        var errors = ImmutableArray.CreateBuilder<PlanError>();
        CheckStatus(plan, errors);
        CheckIds(plan, errors);
        var steps = plan.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id);
        foreach (var step in plan.Steps)
        {
            CheckTask(step, catalogue, pictures, errors);
            CheckReferences(step, steps, catalogue, errors);
        }
        CheckAcyclic(steps, errors);
        CheckAnswer(plan, steps, errors);
        return errors.ToImmutable();
    }

    private static void CheckStatus(Plan plan, ImmutableArray<PlanError>.Builder errors)
    {
        if (plan.Status == PlanStatus.Ok && plan.Steps.IsEmpty)
            errors.Add(new(PlanErrorCode.StatusMismatch, null, "status ok needs at least one step"));
        if (plan.Status != PlanStatus.Ok && !plan.Steps.IsEmpty)
            errors.Add(new(PlanErrorCode.StatusMismatch, null, $"status {plan.Status} takes no steps, and {plan.Steps.Length} are given"));
        if (plan.Status != PlanStatus.Ok && string.IsNullOrWhiteSpace(plan.Message))
            errors.Add(new(PlanErrorCode.StatusMismatch, null, $"status {plan.Status} needs a message to the person"));
    }

    private static void CheckIds(Plan plan, ImmutableArray<PlanError>.Builder errors)
    {
        for (var i = 0; i < plan.Steps.Length; i++)
            if (plan.Steps[i].Id != i + 1)
                errors.Add(new(PlanErrorCode.StepIds, plan.Steps[i].Id, $"step number {i + 1} has id {plan.Steps[i].Id}; ids are 1, 2, 3, ..."));
    }

    private static void CheckTask(PlanStep step, TaskCatalogue catalogue, int pictures, ImmutableArray<PlanError>.Builder errors)
    {
        if (step.Picture < 0 || step.Picture >= pictures)
            errors.Add(new(PlanErrorCode.PictureOutOfRange, step.Id, $"picture {step.Picture} does not exist; the request has {pictures}"));

        if (catalogue.Find(step.Task) is not { } task)
        {
            errors.Add(new(PlanErrorCode.UnknownTask, step.Id,
                $"'{Shorten(step.Task)}' is not a task; there are {string.Join(", ", catalogue.Tasks.Select(known => known.Name))}"));
            return;
        }

        if (!task.PlaceableNow)
            errors.Add(new(PlanErrorCode.NotPlaceable, step.Id, $"no worker can run {task.Name} now"));
        if (task.Question == QuestionRule.Required && string.IsNullOrWhiteSpace(step.Question?.Ask))
            errors.Add(new(PlanErrorCode.QuestionMissing, step.Id, $"{task.Name} needs a question"));
        if (task.Question == QuestionRule.None && step.Question is not null)
            errors.Add(new(PlanErrorCode.QuestionNotTaken, step.Id, $"{task.Name} takes no question"));
        if (step.Question is { } question && Math.Max(question.Ask.Length, question.Words.Length) > LongestQuestion)
            errors.Add(new(PlanErrorCode.QuestionTooLong, step.Id, $"a question has at most {LongestQuestion} characters"));
    }

    private static void CheckReferences(
        PlanStep step, Dictionary<int, PlanStep> steps, TaskCatalogue catalogue, ImmutableArray<PlanError>.Builder errors)
    {
        if (step.DependsOn.Distinct().Count() != step.DependsOn.Length)
            errors.Add(new(PlanErrorCode.DuplicateReference, step.Id, "depends_on names a step twice"));

        var used = step.Question?.References().ToHashSet() ?? [];
        foreach (var id in step.DependsOn.Union(used).Order())
        {
            if (!steps.TryGetValue(id, out var earlier))
                errors.Add(new(PlanErrorCode.MissingReference, step.Id, $"step {id} is not in the plan"));
            else if (id >= step.Id)
                errors.Add(new(PlanErrorCode.ForwardReference, step.Id, $"step {step.Id} cannot use step {id}, which does not come before it"));
            else if (used.Contains(id) && catalogue.Find(earlier.Task) is { Answer: AnswerKind.Picture })
                errors.Add(new(PlanErrorCode.TypeMismatch, step.Id, $"step {id} answers with a picture, and a question holds words only"));

            if (!step.DependsOn.Contains(id))
                errors.Add(new(PlanErrorCode.UndeclaredReference, step.Id, $"the question uses {{{id}}}, and depends_on does not name step {id}"));
        }
    }

    /// <summary>Kahn's algorithm: what is left when no step without open dependencies can be taken away lies on or behind a cycle.</summary>
    private static void CheckAcyclic(Dictionary<int, PlanStep> steps, ImmutableArray<PlanError>.Builder errors)
    {
        var open = steps.Keys.ToHashSet();
        while (open.RemoveWhere(id => !steps[id].DependsOn.Any(open.Contains)) > 0) { }
        if (open.Count > 0)
            errors.Add(new(PlanErrorCode.Cycle, null, $"steps {string.Join(", ", open.Order())} wait for each other"));
    }

    private static void CheckAnswer(Plan plan, Dictionary<int, PlanStep> steps, ImmutableArray<PlanError>.Builder errors)
    {
        if (plan.Status == PlanStatus.Ok && plan.Answer.IsEmpty)
            errors.Add(new(PlanErrorCode.AnswerUnreachable, null, "the answer names no step"));
        if (plan.Answer.Distinct().Count() != plan.Answer.Length)
            errors.Add(new(PlanErrorCode.AnswerUnreachable, null, "the answer names a step twice"));
        foreach (var id in plan.Answer.Where(id => !steps.ContainsKey(id)))
            errors.Add(new(PlanErrorCode.AnswerUnreachable, null, $"the answer names step {id}, which is not in the plan"));

        var needed = plan.Answer.Concat(plan.Steps.SelectMany(step => step.DependsOn.Where(id => id != step.Id))).ToHashSet();
        foreach (var step in plan.Steps.Where(step => !needed.Contains(step.Id)))
            errors.Add(new(PlanErrorCode.UnusedStep, step.Id, "neither the answer nor another step uses it"));
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
