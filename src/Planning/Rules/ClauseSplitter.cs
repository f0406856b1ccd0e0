using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>
/// Cuts a request into clauses. Full stops, question marks, line and list beginnings always cut; commas and joining words cut only
/// where the rest begins like a clause of its own, so that <c>cats and dogs</c> or <c>red, green or blue</c> stay together.
/// </summary>
internal static partial class ClauseSplitter
{
    public static IEnumerable<Clause> Split(Wording wording)
    {
        var words = wording.Words;
        var from = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (i > from && words[i].LineStart)
            {
                yield return new(wording, from, i, ClauseEnd.Stop, quoted: false);
                from = i;
            }

            if (QuotedQuestionEnd(wording, i) is { } close)
            {
                if (i > from)
                    yield return new(wording, from, i, ClauseEnd.Open, quoted: false);
                var mark = words[close - 1].Norm == "?";
                yield return new(wording, i + 1, close, mark ? ClauseEnd.QuestionMark : ClauseEnd.Open, quoted: true);
                (i, from) = (close, close + 1);
            }
            else if (QuoteEnd(words, i) is { } end)
            {
                i = end; // what somebody quoted is not cut
            }
            else if (IsListMark(words, i))
            {
                if (i > from)
                    yield return new(wording, from, i, ClauseEnd.Stop, quoted: false);
                i++;
                from = i + 1;
            }
            else if (words[i].Norm is "." or "!" or "?" or ";" or "\u2026")
            {
                if (i > from)
                    yield return new(wording, from, i, words[i].Norm == "?" ? ClauseEnd.QuestionMark : ClauseEnd.Stop, quoted: false);
                from = i + 1;
            }
            else if (i > from && CutsAt(wording, from, i))
            {
                yield return new(wording, from, i, ClauseEnd.Open, quoted: false);
                from = i;
            }
        }
        if (from < words.Count)
            yield return new(wording, from, words.Count, ClauseEnd.Stop, quoted: false);
    }

    private static bool CutsAt(Wording wording, int from, int at)
    {
        const int enough = 16; // words: the longest lead and a clause's first words
        var words = wording.Words;
        var joint = words[at].Norm;
        var rest = wording.Norm(at, Math.Min(at + enough, words.Count));
        if (!Joint().IsMatch(rest))
            return RunsOn().IsMatch(words[at - 1].Norm) && StrongStart().IsMatch(rest) && !DirectQuestion().IsMatch(wording.Norm(from, at));

        var before = wording.Norm(from, at);
        if (joint == "by" && before.EndsWith("ing", StringComparison.Ordinal))
            return false; // "going by what you found" is one reference
        var body = rest[Leads.LengthIn(rest)..];
        var fullLead = joint is "," or ":" or "-" or "\u2013" or "\u2014" or "(" or ")" or "then" or "but";
        if (Imperative().IsMatch(body) && (!NounLike().IsMatch(body) || fullLead))
            return !Infinitive().IsMatch(before);
        if (QuestionStart().IsMatch(body))
            return !Relative().IsMatch(body) || !fullLead || joint == "then";
        if (DanglingReference().IsMatch(body) && (fullLead || joint == "and"))
            return true;
        return NounStart().IsMatch(body) && !DirectQuestion().IsMatch(before[Leads.LengthIn(before)..]) && !ReferenceOpen().IsMatch(before);
    }

    /// <summary>Index of the closing quote when a quoted question opens at <paramref name="at"/>.</summary>
    private static int? QuotedQuestionEnd(Wording wording, int at)
    {
        if (QuoteEnd(wording.Words, at) is not { } end || end - at < 3)
            return null;
        var inner = wording.Norm(at + 1, end);
        return QuotedStart().IsMatch(inner) ? end : null;
    }

    /// <summary>"1." or "2)" before an item of a list.</summary>
    private static bool IsListMark(IReadOnlyList<Word> words, int at) =>
        at + 2 < words.Count && words[at].Norm.Length <= 2 && (words[at].Norm.All(char.IsAsciiDigit) || (words[at].Norm is "a" or "b" or "c" or "d" && words[at + 1].Norm == ")"))
        && (words[at + 1].Norm is "." or ")") && words[at + 1].Start == words[at].End && words[at + 2].Start > words[at + 1].End;

    private static int? QuoteEnd(IReadOnlyList<Word> words, int at)
    {
        if (words[at].Norm is not ("'" or "\""))
            return null;
        for (var i = at + 1; i < words.Count; i++)
            if (words[i].Norm == words[at].Norm)
                return i;
        return null;
    }

    [GeneratedRegex(@"^(?:,|and|then|also|plus|but|-|\u2013|\u2014|\(|\)|:|/|\+|\||>|after|before|by|while|as well|followed|or(?= (?:describe|caption|classify|tell))|along with|together with|once|when you|based|given|using|in addition|besides|with (?:that|this)|depending)\b|^[,\-\u2013\u2014():/+|>]", RegexOptions.CultureInvariant)]
    private static partial Regex Joint();

    /// <summary>Words that end a clause when the next one starts without any mark: <c>classify the picture tell me ...</c></summary>
    [GeneratedRegex(@"^(?:pictures?|images?|photos?|scene|this|it|here|there|object|animal|thing|please|thanks|doing|me|shot|\w+\.(?:jpe?g|png))$", RegexOptions.CultureInvariant)]
    private static partial Regex RunsOn();

    [GeneratedRegex(@"^(?:describe|classify|categorize|identify|recognize|caption (?:it|this|the)|tell me|give me|answer (?:the|this|my)|translate|(?:what|how many|where|who) (?:is|are|color|kind)|how many|is (?:it|there)|are there)\b", RegexOptions.CultureInvariant)]
    private static partial Regex StrongStart();

    [GeneratedRegex("^" + Lexicon.Imperative + @"\b", RegexOptions.CultureInvariant)]
    private static partial Regex Imperative();

    /// <summary>Words of the verb list that are as often nouns, adjectives or participles: after a bare "and" they need an object to be verbs.</summary>
    [GeneratedRegex(@"^(?:label|tag|name|text|box|mark|circle|count|show|book|order|call|play|work|type|mask|cut|open|point|list|plot|note|post|present|place|title|run|look|see|print|mirror|record|sort|group|sketch|outline|paint|design|report|voice|zip|" +
        @"clear|named|based|separate|described|identified|classified|captioned|recognized|categorized|do|use|subtitle|message|caption|output|turn|track|scan|search|copy|pass|take|give|blur|frame|store|pick|move|group|come|point)\b(?! (?:it|this|that|the|a|an|me|us|them|each|every|all|any|my|these|those|your|up|out|its|whether|if|what|how|which)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex NounLike();

    /// <summary>"want to describe and ..." is cut before "and", but "know how to draw, ..." never ends in an open "to".</summary>
    [GeneratedRegex(@"\b(?:to|how|not|never)$", RegexOptions.CultureInvariant)]
    private static partial Regex Infinitive();

    [GeneratedRegex("^(?:(?:roughly|approximately|exactly|about|precisely|maybe|perhaps|also|if so) )?(?:" + @"(?:in|on|at|for|to|from|by|of|with|about) (?:what|which|whom|whose)\b|(?:what|who|whose|whom|how|whether|why|any idea|do you|which)\b|where (?:is|are|was|were|do|does|did|exactly|the|it|this)\b|when (?:is|was|did|were|does)\b|if " + Lexicon.Subject + @"\b|(?:i|we) (?:also )?(?:would like|want|need|would love|wonder|wish|could use)\b|(?:want|need|would like|would love|could use|am looking for|am interested in) (?:to|a|an|the|you)\b|" +
        Lexicon.Auxiliary + " " + Lexicon.Subject + @"\b)", RegexOptions.CultureInvariant)]
    private static partial Regex QuestionStart();

    [GeneratedRegex(@"^(?:which (?:is|are|was|were|has|have|had|shows?|contains?|looks?|seems?|appears?|i|we|you|can|could|should|may|might|would|will)\b|who (?:is|are|was|has|have|looks?|seems?|lives?|loves?|can|will)\b|whose \w+ (?:is|are)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(@"^(?:based (?:up)?on|using|given|depending on|taking|relying on|considering|drawing on|building on|according to|in light of|judging (?:by|from)|going by|on the basis of|keeping|bearing|referring to|in view of|working from) (?:that|this|it|the|your|those|these|what|all|both)\b(?! (?:attached |given )?" + Lexicon.Picture + @"\b)|^(?:with|from) (?:that|this|the|your|those|these|both) (?:description|caption|label|category|class|classification|answer|result|summary|information|in mind)s?\b", RegexOptions.CultureInvariant)]
    private static partial Regex DanglingReference();

    [GeneratedRegex("^(?:" + Lexicon.Determiner + @" )?(?:" + Lexicon.Manner + " )*(?:" + Lexicon.Caption + "|summary|label|category|classification|class|breed|species|(?:kind|type|sort|name) of|" + Lexicon.Attribute + @" of|questions?|answers? (?:to|for)|" +
        @"translation|transcript|transcription|bounding box(?:es)?|segmentation|mask|audio|location of|(?:object )?detection|speech|voice-?over|drawing|sketch|depth map)\b|^(?:its|their|his|her) " + Lexicon.Attribute + "(?:$| [,.?;])", RegexOptions.CultureInvariant)]
    private static partial Regex NounStart();

    [GeneratedRegex(@"^(?:" + Lexicon.Interrogative + "|" + Lexicon.Auxiliary + @")\b", RegexOptions.CultureInvariant)]
    private static partial Regex DirectQuestion();

    [GeneratedRegex(@"^(?:(?:and|then|,|please|also|next) )*(?:based|using|from|given|according|in light|considering|with|use|judging|taking)\b|\b(?:based on|using|according to|both|between) (?:the|your|that|this)?[^,]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceOpen();

    [GeneratedRegex(@"^(?:what|which|who|whose|where|when|why|how|is|are|was|were|does|do|did|can|could|has|have|will|would|should|in what|describe|classify)\b", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedStart();
}
