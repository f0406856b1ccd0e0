namespace EdgeActors.Planning.Rules;

/// <summary>Steps found so far, and their way to a plan.</summary>
internal sealed class Draft
{
    private readonly List<DraftStep> _steps = [];

    public int Count => _steps.Count;

    public DraftStep Add(DraftStep step)
    {
        _steps.Add(step);
        return step;
    }

    /// <summary>A step for the same task, picture and wish, when a person says the same thing twice.</summary>
    public DraftStep? Same(string task, int picture, string? words, string about) => _steps.FirstOrDefault(step =>
        step.Task == task && step.Picture == picture
        && (words is null ? Subjects.MayBeSame(step.About, about) : string.Equals(step.Words, words, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Finds the steps that references point at, adding a description or a kind that is used but was not asked for by itself.</summary>
    public void Resolve()
    {
        foreach (var step in _steps.ToList())
            foreach (var reference in step.References)
                foreach (var target in Targets(step, reference))
                    if (target != step && step.Uses.All(use => use.Step != target) && !target.Uses.Any(use => use.Step == step))
                        step.Uses.Add((target, reference.Span));
    }

    private IEnumerable<DraftStep> Targets(DraftStep step, Reference reference)
    {
        var at = _steps.IndexOf(step);
        var earlier = _steps.Take(at).ToList();
        var task = reference.Target switch
        {
            ReferenceTarget.Caption => StandardTasks.Captioning,
            ReferenceTarget.Label => StandardTasks.Classification,
            ReferenceTarget.Answer => StandardTasks.VisualQuestion,
            _ => null,
        };

        if (reference.Number is { } number && number <= earlier.Count)
            return task is not null && earlier.Where(other => other.Task == task).ElementAtOrDefault(number - 1) is { } counted ? [counted] : [earlier[number - 1]];
        if (reference.Plural && earlier.Count > 0 && (task is null or StandardTasks.VisualQuestion))
            return earlier;
        if (earlier.LastOrDefault(other => task is null || other.Task == task) is { } found)
            return [found];
        if (task is not null && _steps.Skip(at + 1).FirstOrDefault(other => other.Task == task) is { } later)
            return [later];
        if (earlier.Count > 0)
            return [earlier[^1]];
        if (task is null or StandardTasks.VisualQuestion || step.Task == task)
            return [];

        var implied = new DraftStep(task, step.Picture, null, "");
        _steps.Insert(at, implied);
        return [implied];
    }

    /// <summary>Steps numbered so that every use points backwards, otherwise in the order of the text.</summary>
    public Plan ToPlan()
    {
        var ordered = new List<DraftStep>();
        while (ordered.Count < _steps.Count)
            ordered.Add(_steps.First(step => !ordered.Contains(step) && step.Uses.All(use => ordered.Contains(use.Step) || !_steps.Contains(use.Step))));
        return Plan.Of(ordered.Select((step, index) => new PlanStep(
            index + 1, step.Task, step.Picture, QuestionOf(step, ordered),
            [.. step.Uses.Select(use => ordered.IndexOf(use.Step) + 1).Order()])));
    }

    private static StepQuestion? QuestionOf(DraftStep step, List<DraftStep> ordered)
    {
        if (step.Words is not { } words)
            return null;
        words = words.Replace('{', '(').Replace('}', ')'); // braces are ours: a person's "{1}" must not become a reference
        var ask = words;
        foreach (var (used, span) in step.Uses)
        {
            var id = ordered.IndexOf(used) + 1;
            var at = span is null ? -1 : ask.IndexOf(span, StringComparison.Ordinal);
            ask = at >= 0
                ? $"{ask[..at]}{(used.Task == StandardTasks.Classification ? "the " : "")}{{{id}}}{ask[(at + span!.Length)..]}"
                : $"given {{{id}}}: {ask}";
        }
        return new(words, DirectForm.Of(ask));
    }
}
