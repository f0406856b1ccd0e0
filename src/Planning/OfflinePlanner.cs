using System.Text.RegularExpressions;
using EdgeActors.Planning.Rules;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning;

/// <summary>
/// Plans without a language model: a trained tagger says of every word what it asks for and which earlier answer it points at; rules join
/// the steps, know orders to the system and addresses, and check the plan. What is not understood is said. Deterministic, no state.
/// </summary>
public sealed partial class OfflinePlanner(SentenceTagger tagger) : IPlanner
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
        if (wording.Words.FirstOrDefault(word => Address().IsMatch(word.Norm)) is { Norm: { } address })
            return Planning.Plan.Unsupported($"No model here opens files or addresses: '{address}'. Send the picture with the request.");
        if (ForeignLanguage.IsOtherScript(wording.Text))
            return Planning.Plan.NeedsClarification("The language of the request is not understood without GPT. Ask in English, or configure a language model.");

        var plan = ForeignLanguage.Detect(wording.Text.ToLowerInvariant()) is { } language
            ? Foreign(language, wording.Text)
            : Read(wording, request);
        return Checked(plan, request);
    }

    private Plan Read(Wording wording, PlanRequest request)
    {
        var wishes = RequestReader.Read(wording, tagger);
        if (wishes.Any(wish => wish.Kind == SpanKind.Attack))
            return OrdersToTheSystem();
        var missing = wishes.Where(wish => wish.Kind == SpanKind.Unsupported).Select(wish => $"'{wish.Body.Original}'").Distinct().ToList();
        if (missing.Count > 0)
            return Planning.Plan.Unsupported($"No model here does this: {string.Join("; ", missing)}. Nothing was run, since part of an answer is not the answer.");

        var draft = new Draft();
        foreach (var wish in wishes)
        {
            if (draft.Count == 0 && AboutUs().IsMatch(wish.Body.Norm))
                continue; // later "is it working?" is about what the picture shows
            if (PicturesOf(wish, request) is not { } pictures)
                return Planning.Plan.NeedsClarification($"The text names a picture that did not come with the request; there {(request.Pictures == 1 ? "is one" : $"are {request.Pictures}")}.");
            foreach (var picture in pictures)
                AddStep(draft, wish, picture);
        }
        if (draft.Count == 0)
            return Planning.Plan.NeedsClarification("It is not clear what to do with the picture. Ask for a description, for what kind of thing it shows, or a question about it.");
        draft.Resolve();
        return wishes.Any(wish => Compares(wish, request))
            ? draft.ToPlan() with { Message = "A question that compares pictures is asked of the first of them alone: the models see one picture at a time." }
            : draft.ToPlan();
    }

    private static void AddStep(Draft draft, Wish wish, int picture)
    {
        var (task, words) = wish.Kind switch
        {
            SpanKind.Classification => (StandardTasks.Classification, (string?)null),
            SpanKind.Caption => (StandardTasks.Captioning, null),
            _ => (StandardTasks.VisualQuestion, Question(wish)),
        };
        if (wish.References.Count > 0 || draft.Same(task, picture, words, wish.Body.Norm) is null)
            draft.Add(new(task, picture, words, wish.Body.Norm)).References.AddRange(wish.References);
    }

    private static string Question(Wish wish)
    {
        var words = wish.Body.Original.Trim();
        if (words.Length > PlanValidator.LongestQuestion - 40)
            words = words[..(PlanValidator.LongestQuestion - 40)];
        return wish.Asked && !words.EndsWith('?') ? words + "?" : words;
    }

    /// <summary>
    /// The pictures a wish is about, or null when it names one that is not there. A question that compares several is asked once, of the first:
    /// the models see one picture at a time.
    /// </summary>
    private static IReadOnlyList<int>? PicturesOf(Wish wish, PlanRequest request)
    {
        var named = PictureFinder.Named(wish.Around, request.Pictures);
        if (named.Any(index => index < 0 || index >= request.Pictures))
            return null;
        return named.Count == 0 ? [0] : Compares(wish, request) ? [named[0]] : named;
    }

    private static bool Compares(Wish wish, PlanRequest request) =>
        wish.Kind == SpanKind.Question && PictureFinder.Named(wish.Around, request.Pictures).Count > 1 && PictureFinder.Compares(wish.Body.Norm);

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
            part.Kind switch { SpanKind.Classification => StandardTasks.Classification, SpanKind.Caption => StandardTasks.Captioning, _ => StandardTasks.VisualQuestion },
            0, part.Kind == SpanKind.Question ? StepQuestion.Plain(part.Words.Replace('{', '(').Replace('}', ')')) : null, []));
        var plan = Planning.Plan.Of(steps);
        return parts.Any(part => part.Kind == SpanKind.Question)
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

    [GeneratedRegex(@"^(?:what (?:can|could|do|are) you(?: (?:do|able to do|capable of|good at|for))?|who (?:are|made|built|created) you|how (?:are|do) you(?: (?:doing|work|today))?|(?:are )?you (?:awake|there|a bot|human|real|ok|an ai|chatgpt|working|ready)|what (?:is|are) your (?:name|purpose|features|capabilities)|what (?:tasks|models|languages|features) .*|can you help(?: me)?|do you (?:speak|work|understand) .*|how does this work|what is up|is (?:this|it) working|is (?:anyone|anybody|someone) there)$", RegexOptions.CultureInvariant)]
    private static partial Regex AboutUs();

    /// <summary>What <see cref="Wording"/> keeps whole as an address, a path, or a file that is no picture.</summary>
    [GeneratedRegex(@"^(?:https?://|www\.|~?/[\w.\-]|[a-z]:\\)|\.(?:txt|pdf|docx?|csv|json|xlsx?|zip|exe|sh|py|mp[34]|wav)$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
