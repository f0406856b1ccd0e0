using System.Text.RegularExpressions;
using EdgeActors.Planning.Judging;
using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning;

/// <summary>
/// Plans without a language model: cuts the text into clauses, reads each by its grammar, and joins the steps where a clause uses an
/// earlier answer. Rules decide what is structure; where they are not sure what a clause asks for, a trained classifier decides. What
/// neither knows it says so about. Deterministic, no state.
/// </summary>
/// <param name="judge">Heard where the rules are not sure; null to leave it at the rules.</param>
public sealed partial class RulesPlanner(IClauseJudge? judge = null) : IPlanner
{
    /// <summary>Longest text that is read, in characters. Longer texts are not questions about a picture.</summary>
    public const int LongestText = 4000;

    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(PlanResult.ByRules(Plan(request)));
    }

    /// <summary>The plan alone, for callers that plan without waiting.</summary>
    public Plan Plan(PlanRequest request)
    {
        if (request.Text.Length > LongestText)
            return Planning.Plan.Refused($"The text has {request.Text.Length} characters; at most {LongestText} are read. Ask in fewer words.");
        if (!request.Text.Any(char.IsLetterOrDigit))
            return Planning.Plan.NeedsClarification("There are no words in the request. Ask for a description, for what kind of thing the picture shows, or a question about it.");

        var wording = Wording.Of(request.Text);
        if (Injection.IsIn(wording))
            return OrdersToTheSystem();
        if (ForeignLanguage.IsOtherScript(wording.Text))
            return Planning.Plan.NeedsClarification("The language of the request is not understood without GPT. Ask in English, or configure a language model.");

        var plan = ForeignLanguage.Detect(wording.Text.ToLowerInvariant()) is { } language
            ? Foreign(language, wording.Text)
            : Read(wording, request);
        return Checked(plan, request);
    }

    private Plan Read(Wording wording, PlanRequest request)
    {
        var draft = new Draft();
        var missing = new List<string>();
        var waiting = new List<Reference>(); // references said before the step that uses them
        var inSentence = false; // whether the sentence already holds a step
        var asking = false; // whether its last step was asked as "tell me whether ..."
        foreach (var clause in ClauseSplitter.Split(wording))
        {
            var meaning = Judged(ClauseReader.Read(clause));
            if (!asking && draft.Count > 0 && clause.End == ClauseEnd.Open && Conditional().IsMatch(clause.Norm))
                meaning = meaning with { Kind = MeaningKind.Condition };

            switch (meaning.Kind)
            {
                case MeaningKind.Missing:
                    missing.Add(meaning.Missing!);
                    break;
                case MeaningKind.Attack:
                    return OrdersToTheSystem();
                case MeaningKind.Condition:
                    waiting.Add(new(ReferenceTarget.Any, false, null));
                    break;
                case MeaningKind.Reference when inSentence && clause.End != ClauseEnd.Open:
                    draft.Last!.References.AddRange(meaning.References);
                    break;
                case MeaningKind.Reference:
                    waiting.AddRange(meaning.References);
                    break;
                case MeaningKind.Classify or MeaningKind.Caption or MeaningKind.Question when draft.Count == 0 && IsAboutUs(meaning):
                    break;
                case MeaningKind.Classify or MeaningKind.Caption or MeaningKind.Question:
                    if (PictureOf(clause, request) is not { } pictures)
                        return Planning.Plan.NeedsClarification($"The text names a picture that did not come with the request; there {(request.Pictures == 1 ? "is one" : $"are {request.Pictures}")}.");
                    foreach (var picture in pictures)
                        AddStep(draft, meaning, picture, waiting);
                    waiting.Clear();
                    inSentence = true;
                    asking = meaning.Indirect;
                    break;
            }
            if (clause.End != ClauseEnd.Open)
                (inSentence, asking) = (false, false);
        }

        if (missing.Count > 0)
            return Planning.Plan.Unsupported($"No model here does this: {string.Join("; ", missing.Distinct())}. Nothing was run, since part of an answer is not the answer.");
        if (draft.Count == 0)
            return Planning.Plan.NeedsClarification("It is not clear what to do with the picture. Ask for a description, for what kind of thing it shows, or a question about it.");
        draft.Resolve();
        return draft.ToPlan();
    }

    /// <summary>The rules' reading, or the judge's where the rules are less sure than it is.</summary>
    private Meaning Judged(Meaning meaning)
    {
        if (judge is null || meaning.OverruledFrom is not { } needed || meaning.Body.IsEmpty)
            return meaning;
        var said = judge.Judge(ClauseText.Of(meaning.Body));
        if (said.Probability < needed)
            return meaning;
        return said.Verdict switch
        {
            ClauseVerdict.Classification => meaning with { Kind = MeaningKind.Classify },
            ClauseVerdict.Caption => meaning with { Kind = MeaningKind.Caption },
            ClauseVerdict.Question => meaning with { Kind = MeaningKind.Question },
            ClauseVerdict.Unsupported when meaning.Missing is null => meaning with { Kind = MeaningKind.Missing, Missing = $"'{meaning.Body.Original}'" },
            ClauseVerdict.Attack => meaning with { Kind = MeaningKind.Attack },
            ClauseVerdict.Nothing when meaning.Kind != MeaningKind.Question => meaning with { Kind = MeaningKind.Nothing },
            _ => meaning,
        };
    }

    private static void AddStep(Draft draft, Meaning meaning, int picture, List<Reference> waiting)
    {
        var (task, words) = meaning.Kind switch
        {
            MeaningKind.Classify => (StandardTasks.Classification, (string?)null),
            MeaningKind.Caption => (StandardTasks.Captioning, null),
            _ => (StandardTasks.VisualQuestion, Question(meaning.Body)),
        };
        var step = waiting.Count + meaning.References.Count == 0 ? draft.Same(task, picture, words, meaning.Body.Norm) : null;
        if (step is null)
        {
            step = draft.Add(new(task, picture, words, meaning.Body.Norm));
            step.References.AddRange(waiting);
            step.References.AddRange(meaning.References);
        }
    }

    private static string Question(Clause body)
    {
        var words = body.Original.Trim();
        if (words.Length > PlanValidator.LongestQuestion - 40)
            words = words[..(PlanValidator.LongestQuestion - 40)];
        return body.End == ClauseEnd.QuestionMark && !words.EndsWith('?') ? words + "?" : words;
    }

    /// <summary>The pictures a clause is about, or null when it names one that is not there.</summary>
    private static IReadOnlyList<int>? PictureOf(Clause clause, PlanRequest request)
    {
        var named = PictureFinder.Named(clause.Norm, request.Pictures);
        return named.Count == 0 ? [0] : named.All(index => index >= 0 && index < request.Pictures) ? named : null;
    }

    private static Plan OrdersToTheSystem() =>
        Planning.Plan.Refused("The text gives orders to the system instead of asking about a picture. Ask about the picture only.");

    private static Plan Foreign(ForeignLanguage language, string text)
    {
        var (parts, lacking) = language.Read(text);
        if (lacking)
            return Planning.Plan.Unsupported($"The request ({language.Name}) asks for something that no model here does.");
        if (parts.Count == 0)
            return Planning.Plan.NeedsClarification($"The request seems to be in {language.Name} and was not understood without GPT. Ask in English, or configure a language model.");
        var steps = parts.Select((part, index) => new PlanStep(index + 1,
            part.Kind switch { MeaningKind.Classify => StandardTasks.Classification, MeaningKind.Caption => StandardTasks.Captioning, _ => StandardTasks.VisualQuestion },
            0, part.Kind == MeaningKind.Question ? StepQuestion.Plain(part.Words.Replace('{', '(').Replace('}', ')')) : null, []));
        var plan = Planning.Plan.Of(steps);
        return parts.Any(part => part.Kind == MeaningKind.Question)
            ? plan with { Message = $"The question is passed on in {language.Name}; models trained on English questions may not understand it." }
            : plan;
    }

    /// <summary>The same gate as for GPT's plans: rules may be wrong too.</summary>
    private static Plan Checked(Plan plan, PlanRequest request)
    {
        if (plan.Status != PlanStatus.Ok)
            return plan;
        if (request.Pictures == 0)
            return Planning.Plan.NeedsClarification("The request came without a picture. Send one with it.");
        var errors = PlanValidator.Validate(plan, request.Catalogue, request.Pictures);
        if (errors.IsEmpty)
            return plan;
        var away = errors.Where(error => error.Code is PlanErrorCode.NotPlaceable or PlanErrorCode.UnknownTask).Select(error => error.Message).Distinct().ToList();
        return away.Count > 0
            ? Planning.Plan.Unsupported($"Understood, but {string.Join("; ", away)}. Try again later.")
            : Planning.Plan.Refused($"No valid plan came of the request: {string.Join("; ", errors.Select(error => error.Message).Distinct())}.");
    }

    private static bool IsAboutUs(Meaning meaning) => AboutUs().IsMatch(meaning.Body.Norm);

    [GeneratedRegex(@"^(?:(?:and|then|,|-|but|or|otherwise) )*(?:if|in case|should|provided|assuming|unless|when it is|depending)\b(?! (?:you (?:can|could|would|like|please|may|have)|possible))", RegexOptions.CultureInvariant)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"^(?:what (?:can|could|do|are) you(?: (?:do|able to do|capable of|good at|for))?|who (?:are|made|built|created) you|how (?:are|do) you(?: (?:doing|work|today))?|(?:are )?you (?:awake|there|a bot|human|real|ok|an ai|chatgpt|working|ready)|what (?:is|are) your (?:name|purpose|features|capabilities)|what (?:tasks|models|languages|features) .*|can you help(?: me)?|do you (?:speak|work|understand) .*|how does this work|what is up|is (?:this|it) working|is (?:anyone|anybody|someone) there)$", RegexOptions.CultureInvariant)]
    private static partial Regex AboutUs();
}
