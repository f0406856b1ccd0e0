using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>
/// Finds words that make a clause use an earlier answer: <c>based on the description</c>, <c>the thing you named</c>, <c>the identified
/// animal</c>. A bare <c>then</c>, <c>it</c> or <c>that animal</c> is none: the picture itself can say what it is.
/// </summary>
internal static partial class ReferenceFinder
{
    /// <summary>References at the beginning of a clause, like "Based on that,": how long it is, or 0.</summary>
    public static int LeadingLength(string norm) => Leading().Match(norm) is { Success: true } match ? match.Length : 0;

    /// <summary>Where an adverbial reference that ends the clause begins ("... based on the caption"), or -1.</summary>
    public static int TrailingStart(string norm) => Trailing().Match(norm) is { Success: true, Index: > 0 } match ? match.Index : -1;

    public static List<Reference> Find(Clause clause, MeaningKind produces)
    {
        var found = new List<Reference>();
        foreach (Match match in Adverbial().Matches(clause.Norm))
            AddByWords(found, match, null);
        foreach (Match match in Relative().Matches(clause.Norm))
            AddByWords(found, match, Original(clause, match));
        foreach (Match match in Participle().Matches(clause.Norm))
            AddByWords(found, match, Original(clause, match));
        if (found.Count == 0)
            foreach (Match match in Definite().Matches(clause.Norm))
                if (!Produced(match.Groups["noun"].Value, produces))
                    AddByWords(found, match, Original(clause, match));
        return found;
    }

    private static bool Produced(string noun, MeaningKind produces) => produces switch
    {
        MeaningKind.Caption => CaptionNoun().IsMatch(noun),
        MeaningKind.Classify => LabelNoun().IsMatch(noun),
        _ => false,
    };

    private static string Original(Clause clause, Match match)
    {
        var tail = clause.From(match.Index);
        return tail.UpTo(match.Length).Original;
    }

    private static void AddByWords(List<Reference> found, Match match, string? span)
    {
        var words = match.Value;
        var plural = Plurals().IsMatch(words);
        int? number = Ordinal().Match(words) is { Success: true } ordinal ? "firsecthifou".IndexOf(ordinal.Value[..3], StringComparison.Ordinal) / 3 + 1 : null;
        var caption = CaptionNoun().IsMatch(words) || CaptionVerb().IsMatch(words);
        var label = LabelNoun().IsMatch(words) || LabelVerb().IsMatch(words);
        if (CaptionNoun().IsMatch(words) && !LabelNoun().IsMatch(words))
            label = false; // "the description of the identified object": the description
        if (caption && label)
            Add(new(ReferenceTarget.Caption, false, null), new(ReferenceTarget.Label, false, null));
        else
            Add(new Reference(
                caption ? ReferenceTarget.Caption : label ? ReferenceTarget.Label : AnswerNoun().IsMatch(words) ? ReferenceTarget.Answer : ReferenceTarget.Any,
                plural, span) { Number = number });

        void Add(params Reference[] references)
        {
            foreach (var reference in references)
                if (!found.Any(known => known.Target == reference.Target && known.Plural == reference.Plural))
                    found.Add(reference);
        }
    }

    private const string Mark =
        @"(?:(?:based|basing|depending|relying|drawing|building|leaning|acting|going off|working) (?:your (?:answer|decision|reply) |it |this |that |only |solely |purely |just |upon |up)*(?:upon|on|from|off)|using|use|with (?:the )?(?:help of|aid of)|with|from|given|according to|in light of|referring to|" +
        @"taking into account|considering|in view of|judging (?:by|from)|going by|by using|by means of|via|on the (?:basis|strength) of|in the light of|informed by|guided by|in line with|consult|consulting|per|as per|following from|thanks to|taking|take|" +
        @"keeping in mind|bearing in mind|in accordance with|consistent with|making use of|make use of|derived from|inferring from|working from|feed|pass|plug|knowing|armed with|looking at|look at|check|leverage|leveraging|refer(?:ring)? (?:back )?to|going from|starting from|start from|apply|reuse|rely on|reasoning from|go by|in response to|as a follow-?up to|as suggested by|as stated in|drawn from|include|including|mentioning|mention|combine|combining|judged by|from reading|in terms of|supported by|compare|cite|quoting|quote|incorporate|incorporating)";

    private const string ResultNoun =
        @"(?:descriptions?|captions?|summary|summaries|texts?|sentences?|paragraph|account|overview|alt text|narrative|synopsis|gist|lines?|write-?up|blurb|wording|verdict|findings?|labels?|categor(?:y|ies)|class(?:es)?|classifications?|identification|predictions?|class name|answers?|responses?|reply|replies|" +
        @"results?|outputs?|findings?|information|info|conclusions?|insights?|knowledge|outcome|analysis|guess|identity|species|breed|kind|type|name|count|observations?|number|amount|total|output|details you|verdict|assessment|label and description)";

    private const string Own = @"(?:(?:the|that|this|your|its|those|these|both|all|any|each|a|an|my|of|our) )";

    private const string Middle = @"(?:(?:first|second|third|fourth|last|latest|previous|prior|earlier|above|generated|resulting|predicted|produced|identified|given|obtained|same|new|own|short|brief|detailed|image|picture|scene|textual|text|object|animal|classification|classifier's|caption|written|provided|preceding|initial|final|mentioned|aforementioned|said|just|recognized|assigned|determined|two|three|model's|earlier|inferred|main|visual|detected|suggested|chosen|vehicle|plant|bird|dog|full) )";

    private const string Source = @"(?: (?:that |which )?(?:you|we|it|the model) (?:have |had |just |already |first |previously )*(?:gave|give|given|wrote|write|written|made|make|generated?|produced?|provided?|came up with|come up with|got|get|found|find|chose|returned?|created?|assigned?|predicted|said|reported|just \w+)| (?:above|from (?:step|question|part) (?:\w+|the \w+)|of (?:step|question|part) \w+|from (?:before|above|earlier|that)|to (?:the )?(?:first|second|third|previous|last) (?:question|one|part)|in mind|into account|so far|just given|in hand|at hand|as (?:context|a guide|a basis|a hint|input|reference|evidence|guidance)|alone|only))*";

    private const string Pronoun = @"(?:that|this|it|those|these|them|both|all (?:of )?(?:that|this|these|those)|both of (?:these|those|them)|the (?:above|latter|former|previous(?: one)?|foregoing|two))";

    private const string Ends = @"(?=$| [,:;.\-\u2013\u2014]| (?:and|then|to|please|tell|answer|decide|say|describe|classify|caption|give|write|is|are|does|do|can|could|what|which|who|how|why|where|when|whether|would|should|has|have|explain|determine|will|was|guess|generate|create|provide|identify|judge|alone|as|if|in mind|into|only|i|estimate|name|infer|check|state|figure|work|might|predict|conclude|you|we|summarize|label|show|let|may|must)\b)";

    /// <summary>What a planner or a model may have done before.</summary>
    private const string Reported =
        @"(?:named?|identif(?:y|ied)|recogniz(?:e|ed)|classif(?:y|ied)|label(?:ed)?|categorized?|predict(?:ed)?|guess(?:ed)?|pick(?:ed)?|assign(?:ed)?|tagged|determined?|described?|caption(?:ed)?|wrote|write|written|summarized?|mention(?:ed)?|found(?: out)?|find|detect(?:ed)?|list(?:ed)?|report(?:ed)?|said|say|gave|given|generated?|produced?|come up with|came up with|told me(?: about)?|answer(?:ed)?|decided?(?: on)?|concluded?|stated?|counted|spotted|provided?|returned?|discover(?:ed)?|chose|figured out|worked out|work out|settled on|arrived at|put down|noted?|jotted down|inferred|deduced|learn(?:ed|t)?|observed?|got|get|established|believe it (?:is|to be)|called (?:it|this|that)|saw|talked about)";

    private const string AdverbialCore =
        "(?:" + Mark + " " + Own + "?" + Own + "?" + Middle + "*" + ResultNoun + @"\b(?: and (?:the |your |that )?" + Middle + "*" + ResultNoun + @"\b)?" + Source + @"(?! of (?:the|this) (?:picture|image|photo))|" +
        "(?:based (?:only |solely |purely )?(?:up)?on|using|use|from|given|according to|in light of|in view of|on the basis of|judging (?:by|from)|going by|going on|go by|drawing (?:up)?on|building (?:up)?on|relying on|rely on|depending on|considering|taking|take|keeping|keep|bearing|knowing|with|feed|acting on|working from|follow(?:ing)? from|starting from|leveraging|in accordance with|looking at|reasoning from|refer(?:ring)? to) " + Pronoun + @"(?: (?:in mind|into account|as (?:context|a guide|a basis|input|a hint)|information|knowledge|alone|only))*" + Ends + "|" +
        "(?:based (?:up)?on|using|use|from|given|according to|in light of|on the basis of|judging (?:by|from)|going by|drawing on|building on|depending on|considering|relying on|taking|with|in view of|armed with|knowing) (?:what|whatever|whichever|the \\w+ that|the \\w+|that|everything|all) (?:that )?(?:you|we|it|the model) (?:have |had |just |already |first |previously |all )*(?:" + Reported + @")(?: (?:above|earlier|before|there|so far|about it|in the (?:description|caption)))*|" +
        "(?:depending on|based on) (?:what|which) (?:kind of \\w+ |\\w+ )?(?:it|that|this) (?:is|turns out to be|was)|(?:in|with|by|from) your (?:previous |earlier |first |last |own )?(?:answer|description|caption|reply|response|classification|summary))";

    [GeneratedRegex(@"^(?:so |now |and |then )*" + AdverbialCore, RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"\b" + AdverbialCore + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Trailing();

    [GeneratedRegex(@"\b" + AdverbialCore, RegexOptions.CultureInvariant)]
    private static partial Regex Adverbial();

    [GeneratedRegex(@"\b(?:the|that|this|whatever|whichever|what|any|each|every|all|those|these|everything|anything|something) (?:(?!you\b|we\b|it\b|is\b|are\b|does\b|do\b|would\b|can\b|could\b|did\b|should\b|will\b|might\b|may\b)[a-z\-]+ ){0,4}?(?:that |which )?(?:you|we|the model|the classifier|the system|the captioner)(?: have| had| just| already| earlier| first| previously| will have)* " +
        "(?:" + Reported + @")\b(?: (?:it as|as|above|earlier|before|first|in step \d|to be|just now))*",
        RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?:the|that|this|those|these|your|each|any|a|an) (?:newly |just |previously |earlier |above |so )?(?:(?:identified|recognized|classified|named|predicted|labeled|categorized|described|captioned|mentioned|above-mentioned|detected|aforementioned|just-named|inferred|said|guessed|determined) (?!pictures?\b|images?\b|photos?\b)(?:[a-z\-]+)|(?:identified|recognized|classified|named|predicted|described|mentioned|resulting|generated|previous|preceding|prior|earlier|above|first|second|third|last|final|obtained) " +
        @"(?:descriptions?|captions?|summary|text|sentence|labels?|categor(?:y|ies)|class(?:es)?|classification|answers?|responses?|results?|outputs?|findings?|steps?|prediction|question)s?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Participle();

    [GeneratedRegex(@"\b(?:the|that|this|your|both|those|these|its) (?:(?:own|short|brief|previous|image|picture|scene|same|resulting|predicted|whole|actual|exact|earlier|full) )*(?<noun>descriptions?|captions?|summary|gist|write-up|verdict|labels?|category|class|classification|identification|prediction|answers?|results?|findings|output)\b(?! (?:of|on|to|for|printed|in|at|from|inside|attached|says?|reads?)\b)(?!')|\byour (?:description|caption|answer|classification|findings|reply|response|summary|label|guess)s?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Definite();

    [GeneratedRegex(@"\b(?:descriptions?|captions?|summary|summaries|texts?|sentences?|paragraph|account|overview|alt text|narrative|synopsis|gist|lines?|write-?up|blurb)\b", RegexOptions.CultureInvariant)]
    private static partial Regex CaptionNoun();

    [GeneratedRegex(@"\b(?:described?|caption(?:ed)?|wrote|write|written|summarized?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex CaptionVerb();

    [GeneratedRegex(@"\b(?:labels?|categor(?:y|ies)|class(?:es)?|classifications?|identification|predictions?|species|breed|kind|type|name|identity|class name|verdict)\b", RegexOptions.CultureInvariant)]
    private static partial Regex LabelNoun();

    [GeneratedRegex(@"\b(?:named?|identif(?:y|ied)|recogniz(?:e|ed)|classif(?:y|ied)|label(?:ed)?|categorized?|predict(?:ed)?|guess(?:ed)?|picked|assigned|tagged|(?:it|that|this) (?:is|turns out to be|was)|just-named|determined)\b", RegexOptions.CultureInvariant)]
    private static partial Regex LabelVerb();

    [GeneratedRegex(@"\b(?:answers?|answered|responses?|reply|replies|count|counted|number|amount|total)\b", RegexOptions.CultureInvariant)]
    private static partial Regex AnswerNoun();

    [GeneratedRegex(@"\b(?:both|those|these|them|all|results|findings|answers|outputs|everything|responses|replies|conclusions|observations|two)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Plurals();

    [GeneratedRegex(@"\b(?:first|second|third|fourth)\b(?= (?:\w+ )?(?:answer|question|step|result|response|description|caption|label|one|part))", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();
}
