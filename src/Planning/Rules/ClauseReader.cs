using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>
/// Says what one clause asks for. Order matters: what we lack is looked for before what we have, so that "draw the caption" is never
/// taken for a caption; questions are looked at first, because "is he reading the text?" asks for an answer, not for the text.
/// </summary>
internal static partial class ClauseReader
{
    // How sure the clause judge must be to overrule a rule: the weaker the rule's sign, the less.
    private const double NoSign = 0.5, WeakSign = 0.6, FairSign = 0.75, GoodSign = 0.85, StrongSign = 0.9;

    public static Meaning Read(Clause clause)
    {
        var ordered = Leads.Strip(clause);
        var order = Leads.IsOrder(clause.Norm[..Math.Max(0, clause.Norm.Length - ordered.Norm.Length)].TrimEnd());
        var body = ordered;
        for (var leading = ReferenceFinder.LeadingLength(body.Norm); leading > 0; leading = ReferenceFinder.LeadingLength(body.Norm))
            body = Leads.Strip(SkipTo(body.From(leading)));

        if (body.IsEmpty)
            return new(ordered.IsEmpty ? MeaningKind.Nothing : MeaningKind.Reference, body, ReferenceFinder.Find(ordered, MeaningKind.Reference));
        var trailing = ReferenceFinder.TrailingStart(body.Norm);
        var core = trailing < 0 ? body : Leads.Strip(body.UpTo(trailing));
        if (core.IsEmpty)
            core = body;

        var meaning = ReadBody(core, order);
        return meaning with { References = ReferenceFinder.Find(ordered, meaning.Kind) };
    }

    private static Clause SkipTo(Clause clause)
    {
        var trimmed = clause.Trimmed();
        return To().Match(trimmed.Norm) is { Success: true } to ? trimmed.From(to.Length) : trimmed;
    }

    private static Meaning ReadBody(Clause body, bool order)
    {
        var norm = body.Norm;
        if (Courtesy().IsMatch(norm) || !norm.Any(char.IsLetter))
            return Is(MeaningKind.Nothing);
        if (Negated().IsMatch(norm))
            return Is(MeaningKind.Nothing);
        if (QuestionIntro().Match(norm) is { Success: true } intro)
        {
            var rest = Leads.Strip(body.From(intro.Length));
            return rest.IsEmpty ? Is(MeaningKind.Nothing) : ReadBody(rest, order) is { Kind: MeaningKind.Unknown or MeaningKind.Nothing } && rest.Norm.Length > 0
                ? AsQuestion(rest) : ReadBody(rest, order);
        }
        if (DirectQuestion().IsMatch(norm) && !Doing().IsMatch(norm))
            return ReadQuestion(body);
        if (body.End == ClauseEnd.QuestionMark && Existential().IsMatch(norm))
            return Embedded(body) ?? ReadQuestion(body);
        if (Statement().IsMatch(norm) && body.End != ClauseEnd.QuestionMark)
            return Embedded(body) ?? Is(MeaningKind.Nothing, GoodSign);
        if (Embedded(body) is { } embedded)
            return embedded;
        if (Capabilities.Missing(norm) is { } missing)
            return new(MeaningKind.Missing, body, [], missing) { OverruledFrom = StrongSign };
        if (Styling().IsMatch(norm))
            return Is(MeaningKind.Nothing);
        if (AttributeWish().Match(norm) is { Success: true } wish)
            return AsQuestion(body.From(wish.Groups["what"].Index));
        if (CaptionWish().IsMatch(norm))
            return Is(MeaningKind.Caption);
        if (ClassifyWish().IsMatch(norm))
            return Is(MeaningKind.Classify);
        if (Inspection().IsMatch(norm))
            return AsQuestion(body) with { OverruledFrom = FairSign };
        if (body.End == ClauseEnd.QuestionMark || body.Quoted)
            return IsKindQuestion(norm) ? Is(MeaningKind.Classify) : AsQuestion(body) with { OverruledFrom = WeakSign };
        if (Fragment().IsMatch(norm))
            return Is(MeaningKind.Nothing, norm.Contains(' ') ? WeakSign : null); // one word says too little to judge
        if (order || Bidding().IsMatch(norm))
            return new(MeaningKind.Missing, body, [], $"'{Shorten(body.Original)}'") { OverruledFrom = WeakSign };
        return Is(MeaningKind.Unknown, NoSign);

        Meaning Is(MeaningKind kind, double? overruledFrom = null) => new(kind, body, []) { OverruledFrom = overruledFrom };
    }

    private static Meaning ReadQuestion(Clause question, bool indirect = false)
    {
        var norm = question.Norm;
        if (QuestionWeLack(norm) is { } missing)
            return new(MeaningKind.Missing, question, [], missing) { OverruledFrom = GoodSign };
        if (IsKindQuestion(norm))
            return new(MeaningKind.Classify, question, []);
        if (indirect && Seeing().IsMatch(norm))
            return new(MeaningKind.Caption, question, []);
        return AsQuestion(question) with { Indirect = indirect, OverruledFrom = GoodSign };
    }

    /// <summary>"Tell me whether ...", "I wonder what ...": the question inside, or null.</summary>
    private static Meaning? Embedded(Clause body)
    {
        if (EmbeddedQuestion().Match(body.Norm) is not { Success: true } match || DescribeFirst().IsMatch(body.Norm))
            return null;
        return ReadQuestion(Leads.Strip(body.From(match.Groups["question"].Index)), indirect: true);
    }

    private static Meaning AsQuestion(Clause question) => new(MeaningKind.Question, question.Trimmed(), []);

    /// <summary>In a question most words only name what is seen, so fewer signs count.</summary>
    private static string? QuestionWeLack(string norm) =>
        LackedQuestion().IsMatch(norm) && Capabilities.Missing(norm) is { } missing ? missing : null;

    private static bool IsKindQuestion(string norm) => KindQuestion().IsMatch(norm);

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private const string NounPhrase = "(?:" + Lexicon.Determiner + " )*(?:" + Lexicon.Manner + " )*";

    /// <summary>What may follow a question for a name: the picture, or nothing.</summary>
    private const string Here =
        @"(?: (?:here|there|exactly|called|please|i|am|is|are|we|looking at|supposed|to|be|being|shown|depicted|displayed|pictured|seen|featured|visible|portrayed|present|captured|represented|(?:in|on|of|from|by|inside|within) (?:the |this |that |my |our |attached |provided |given |following |above |uploaded |these |those )*" + Lexicon.Picture + @"(?: [\w\-]+\.\w+| ' [^']* ')?|[\w\-]+\.(?:jpe?g|png|gif|bmp|webp)|in front of (?:me|us)|,|\(|\)|'))*$";

    [GeneratedRegex(@"^(?:in order )?to\b ?", RegexOptions.CultureInvariant)]
    private static partial Regex To();

    [GeneratedRegex(@"^(?:thanks?(?: you)?(?: (?:so|very) much| in advance| a lot)?|many thanks|much appreciated|cheers|bye|best(?: regards| wishes)?|regards|that is (?:all|it)|that would be (?:great|all|nice|lovely|helpful)|in advance|if you (?:can|could|would|will|like|please|may|do not mind)|if possible|when you can|take your time|no rush|(?:hi|hello|hey)(?: there| everyone| team| all)?|sorry.*|good (?:morning|evening|afternoon|day)|it is urgent|as soon as possible|right|ok(?:ay)?|yes|no|for me|for us|you|it|me|the|a)$", RegexOptions.CultureInvariant)]
    private static partial Regex Courtesy();

    [GeneratedRegex(@"^(?:do not|never|no need (?:to|for)|there is no need (?:to|for)|you (?:do not|need not) (?:need|have)? ?(?:to)?|without|not|skip|avoid|i do not (?:need|want|care|require)|we do not (?:need|want)|no (?:caption|description|label|classification|text|boxes|bounding|translation|audio|need)|rather than|instead of|refrain from|ignore the (?!above|previous|prior)|leave out|forget (?:the|about the) (?:caption|description|label|classification|background))\b(?! sure (?:if|what|whether|how|which|who|where))", RegexOptions.CultureInvariant)]
    private static partial Regex Negated();

    [GeneratedRegex(@"^(?:(?:(?:then |also |now |please )*(?:answer|answering|respond to|reply to|address|resolve|handle|solve|tackle|work on|find|give|get|provide|tell me|know|need|want|have|here is|i have|i need|i also have|i have got|i want|i would like|my|the|a|one|another|next|first|second|consider|take|deal with|there is|see|let me ask|ask|asking|help me with|look at|use|is|and|for|to) ?)+)?" +
        @"(?:me |us |an |the |out |following |this |my |that |these |those |a |one |two |your |also |simple |quick |visual |short |single |specific |final |second |third |last |next |another |other |more |in mind |main |related |additional |further )*(?:answers? (?:to|for) )?(?:the |this |that |my |these |those |following |a |visual |simple |second |next )*questions?\b(?: is| are| about (?:the|this|it|that|my)(?: \w+)?(?: in (?:the|this) (?:image|picture|photo))?| for you| in mind| regarding (?:the|this|it)(?: \w+)?| on (?:it|the|this)(?: \w+)?| to answer| below| too| as well| i have| of mine|(?: that)? i (?:have|want to ask)(?: is)?| based on (?:the|this) (?:picture|image|photo)| reads| asks| would be| was| number \w+| \d+| please)*(?: \(?\w+\.(?:jpg|png)\)?)?(?: ?[:\-,] ?| |$)|^(?:q\d*|question) ?[:\-.] ?", RegexOptions.CultureInvariant)]
    private static partial Regex QuestionIntro();

    [GeneratedRegex("^(?:(?:so |and |but |now |then )*(?:" + Lexicon.Interrogative + "|" + Lexicon.Auxiliary + @")\b|(?:in|on|at|for|to|from|by|of|with|about) (?:what|which|whom|whose)\b|can you (?:see|spot|make out|tell if)|(?:do|did) you)", RegexOptions.CultureInvariant)]
    private static partial Regex DirectQuestion();

    /// <summary>"Do object detection" is an order, "do they smile" a question.</summary>
    [GeneratedRegex("^do (?:not )?(?!(?:" + Lexicon.Subject + @")\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Doing();

    [GeneratedRegex(@"^(?:any|there|you (?:see|think)|so|it|this|that|he|she|they|and|or|the|these|those|someone|anyone)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Existential();

    /// <summary>Context that people give before they ask. Wishes ("I need a caption") are not context.</summary>
    [GeneratedRegex(@"^(?:(?:i|we) (?!(?:\w+ )?(?:want|need|would|require|expect|wish|seek|request|require|could use|demand)\b|am (?:looking for|after|interested|in need|asking|requesting|hoping|seeking)|look for)\w+|my (?!question)\w+|our \w+|he\b|she\b|they\b|here (?:is|are)|there (?:is|are|was)|this (?:is|was|comes|shows?|picture|image|photo|one)(?! please)|(?:it|that) (?:is|was|has|looks|seems|might|may|could|shows)|attached|these (?:are|were)|(?:the|an?) (?:attached |following |uploaded |new )*(?:picture|image|photo|file)(?: [\w\-]+\.\w+| ' [^']* ')*(?: (?:is|was|shows|comes|has|i|we|from|of|above|attached|contains?|taken|that|which|below)\b.*|$)|see (?:the )?attach\w*|given (?:the|this|an?|my)|since\b|because\b|as (?:i|we|you)\b|although|suppose|imagine\b|assume|note that|fyi|background|context|it would|that would|you are (?:an?|my|looking)|yesterday|today|last (?:week|night|summer|year))", RegexOptions.CultureInvariant)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^(?:(?!describe|caption|summarize|classify|write|categorize)[\w'\-]+ ){0,9}?(?:" + Lexicon.Ask + @")(?: (?:me|us|to me|out|in detail|about|of|as to|on|for me|for us|please|exactly|briefly|again|also|by|in|just|carefully|at (?:it|the picture|this|the image|the photo)|and|if you can|,|:|over|whether or not|in one word|in a word|with yes or no|yes or no|to know|once more|honestly|more|clearly|then|first|next)){0,4} (?<question>(?:in |on |at |for |to |from |by |of |with |about )?" + Lexicon.Interrogative + @"\b(?! so\b))", RegexOptions.CultureInvariant)]
    private static partial Regex EmbeddedQuestion();

    [GeneratedRegex(@"^(?:describe|describing|caption|captioning|summarize|narrate|portray|put|classify|categorize|count|draw|paint|translate|read|write|generate|segment|save|give (?:me |us )?(?:a|an|the) (?:\w+ )*(?:caption|description|sentence|summary))\b", RegexOptions.CultureInvariant)]
    private static partial Regex DescribeFirst();

    [GeneratedRegex(@"^(?:keep (?:it|the|this|your)|make it (?:short|brief|concise|quick|snappy|detailed|simple|one|as|no more|under|fun|sound)|be (?:brief|concise|as|precise|accurate|specific|quick|honest|careful|short|detailed|thorough|exact|sure)|(?:use|using|with) (?:simple|plain|few|short|no more|only|at most|your own|one|clear|as)|(?:in|with|under|at most|no more than|less than|about|max(?:imum)?|within|between|up to|as|around|one|only|two) (?:\w+ )*(?:words?|sentences?|lines?|detail|short as possible|phrase|characters)|take (?:a|another) (?:close |good |careful |quick )*(?:look|glance)|(?:have|take) a look|look (?:at|closely|carefully|over)\b|(?:analyze|analyzing|examine|inspect|study|consider|view|process|observe|open|load|review|check out|check|take|use|work with|focus on|start with|look|see|scan) (?:the|this|my|that|an?|attached|it|at|closely|carefully|these)(?: (?:attached|following|provided|given|main|whole|entire|uploaded|enclosed|new|image|picture|photo|file))*(?: (?:picture|image|photo|scene|file|attachment|shot|details?|object|[\w\-]+\.\w+))*(?: (?:carefully|closely|below|above|here|i (?:sent|attached|uploaded)|attached|for me|in detail|thoroughly|'.*'|[\w\-]+\.\w+))*$|think (?:carefully|step|about it|it)|answer (?:with|in|yes|briefly|honestly|both|only|all|carefully|everything|me|each|separately|shortly|truthfully|concisely|as)\b|answer$|respond|reply|explain your|show your work|do (?:it|this|that|both|all|so|your best|the following|these|everything|two things|three things)\b(?!.*\b(?:voice|loud|french|german|spanish)\b)|hurry|wait|pay attention|remember|note|feel free|assume|trust me|return (?:both|all|everything|only|just)|give (?:it a|both|me both|your best|me two|me three|me everything|me your)|list (?:them|it)|thanks?|work (?:fast|quickly)|concentrate|say so|say nothing else|nothing else|no (?:extra|explanations?|other|more)|only the|just the|one (?:word|sentence)|two (?:things|tasks)|yes or no|(?:short(?: and sweet)?|brief(?:ly)?)$|let me know$|tell me$|help(?: me| us)?(?: (?:out|with (?:this|the|that|my|it)(?: \w+){0,2}))?$|go$|(?:that|this) (?:is|would|should))", RegexOptions.CultureInvariant)]
    private static partial Regex Styling();

    [GeneratedRegex("^(?:(?:" + Lexicon.Give + "|identify|identifying|detect|recognize|estimate|estimating|explain|compute|calculate|list|listing|check|name|mention|describe only|read off|note|answer|looking for|interested in|ask about|asking about|about|with) )?(?:me |us |out |off |up |about |for |also |both )*(?<what>(?:(?:the|its|their|his|her|every|each|all|any|an?|what|my|main|" + Lexicon.Determiner + ") )*" + Lexicon.Attribute + @"(?: and (?:the )?" + Lexicon.Attribute + @")*\b(?: (?:of|in|on|at|for|that|here|shown|visible|being|worn|people|dogs|cars|and|used|which|between|present|behind|outside|inside|please|it|this|the)\b.*|$))", RegexOptions.CultureInvariant)]
    private static partial Regex AttributeWish();

    [GeneratedRegex(@"^(?:(?:describe|describing|caption|captioning|narrate|portray|depict|characterize|elaborate|summarize|summarizing|sum(?:ming)? up|recap|described|captioned|title)\b|(?:" + Lexicon.Give + "|looking for|after|interested in|in need of|with|by|please|follow with|then|just|only|also|image|picture|photo|scene|quick|its) (?:.*?\\b)?(?:" + Lexicon.Caption + @"|summary of (?:the|this|what|my)|summary|sentences?|paragraph|title|headline|tagline|phrase)\b|" + NounPhrase + "(?:" + Lexicon.Caption + @"|summary)\b|put (?:it|this|that|the \w+|what you see|my \w+) (?:\w+ )?(?:into|in) (?:words|a sentence|your own words|a few words|one sentence|a phrase)|(?:tell|telling|say|show|teach|talk(?:ing)?|know|hear|learn|speak|inform|give|write|find out|explain|chat|read)(?: to)?(?: me| us)?(?: something| more| all| everything| a (?:bit|little)(?: more)?| anything| in detail| briefly| a few words| a word| some things?| a lot| two sentences| a sentence| details)* (?:about|on) (?:the|this|that|what|my|it|everything|these|all)(?! (?:color|number|weather|price))|" +
        @"(?:tell|say|write|report|explain|list|describe|state|jot|note|express|give|mention|show|share|spell out|set|name)(?: me| us| down)?(?: in \w+| exactly| briefly| all| everything| to me)*(?: that)? (?:what(?:ever)? )?(?:you (?:can )?see|you notice|you observe|can be seen|is (?:visible|depicted|shown|portrayed))\b|what (?:you (?:can )?see|is (?:depicted|shown|visible|going on|happening))|explain(?:ing)? (?:the|this|that|my|what (?:you|is going on|is happening|the picture|this picture|the image|the photo)|it)\b|walk (?:me|us) through|talk (?:me|us) through|paint (?:me |us )?a (?:word )?picture (?:in|with) words|(?!name the (?:main |central |)(?:object|thing|item)\b)(?:list|name|mention|enumerate) (?:the|all|every|everything|all the|any|what|most|some|down)\b(?: of)?(?: the)?(?: (?:main|visible|different|various|important|key|individual|many|other))* ?(?:objects?|things?|items?|contents?|elements|visible|in|you|that|subjects|stuff|details|features)|details? (?:of|about|on)|(?:understand|understanding|grasp) (?:the|this|what|my) (?:scene|content|picture|image|photo)|set the scene|(?:a |the )?scene description|make (?:this|it|the picture|the image|the photo) accessible|verbalize|recount|(?:give|tell) (?:me |us )?(?:the )?(?:details|essence|idea|big picture|lowdown|scoop|gist|whole story|full picture)|discuss (?:the|this)|visualize it in words|your (?:impression|description) of)", RegexOptions.CultureInvariant)]
    private static partial Regex CaptionWish();

    [GeneratedRegex(@"^(?:(?:classify|classifying|classified|categorize|categorizing|categorized|recognize|recognizing|recognized|identify|identifying|identified|label|labeling|tag|tagging|name|naming|classification|identification|recognition|categorization|id|file|sort|group|place|put)\b(?! (?:tag|file of))|(?:" + Lexicon.Give + "|looking for|after|in need of|interested in|with|please|just|only|also|image|picture|photo|object|animal|by|output|return|detect|guess|spot|tell me|the|run|perform|do) (?:me |us |it |this |that |which |what |to |out |for |of |up )*(?:" + NounPhrase + "(?:image |picture |object |animal |main |photo |a |the )*(?:" + Lexicon.Kind + "|classification|identification|recognition|categorization|label)" + @"\b|" +
        @"(?:the )?(?:name|names|identity|title) (?:of|for) (?:the |this |that |these )?(?:" + Lexicon.Manner + " )*" + Lexicon.Thing + @"\b)|" + NounPhrase + "(?:image |picture |object |animal |photo )*(?:" + Lexicon.Kind + @")\b(?: (?:of|for|please|only|here|name|it|this)\b.*|$)|(?:guess|determine|determining|predict|predicting|establish|figure out|find out|work out|detect which|say|tell me|tell|know|decide|pick|select|recognize|find|discover|state|output|report|give me|give|specify|name|reveal|pinpoint the) (?:me |us |about )?(?:the |this |that |these |its |which |what |a |an |my )+(?:" + Lexicon.Manner + " )*" + Lexicon.Thing + Here + @"|(?:tell me|say|guess|show me) (?:its|the) name|(?:what|which) (?:it|this|that) is|put a (?:name|label) (?:to|on)|the name of (?:the|this|that) (?:\w+ )?" + Lexicon.Thing + ")", RegexOptions.CultureInvariant)]
    private static partial Regex ClassifyWish();

    /// <summary>Imperatives that are answered like questions: counting, checking, estimating.</summary>
    [GeneratedRegex(@"^(?:count|counting|check|checking|verify|verifying|confirm|confirming|estimate|estimating|guess|guessing|compare|comparing|judge|assess|determine|determining|evaluate|rate|tell (?:me|us)|make sure|decide|figure out|look for|examine|infer|deduce|find out|name|list|give me|give|say|state|identify|quantify|tally|approximate|spot|specify|see|show me|explain|mention|answer|detect|measure|gauge|predict|report|work out|note|conclude|find)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Inspection();

    /// <summary>Words without a verb of their own: places, apologies, titles.</summary>
    [GeneratedRegex(@"^(?:(?:the|a|an|this|that|my|your|our|in|on|at|from|with|for|of|by|to|it|these|those|some|no|not|such|e g|i e|eg|ie|example|picture|image|photo|pictures|images|task|tasks|request|urgent|note|question|questions|subject|dear|part|step|one|two|three|first|second|third|\d+|[\w\-]+\.(?:jpe?g|png|gif|bmp|webp)|attached|attachment|all|both|each|as|so|too|only|just|maybe|or|etc|and|but|if|when|while|i|we|you|he|she|they|there|here|very|really|is|are|[^a-z]+|\w+ly|\w+)(?: |$)){1,3}$|^(?:the|a|an|my|our|for|from|in|on|at|with|of|as|so|or|and|but|about|regarding|due|according|under|near|i|we|you|it|e g|like)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Fragment();

    /// <summary>A verb we do not know with an object: an order for something we do not know.</summary>
    [GeneratedRegex(@"^(?!(?:the|a|an|this|that|these|those|my|your|our|in|on|at|from|with|for|of|by|it|is|are|was|and|or|but|as|if|so|hello|all|both|each|any|some|there|here|give|see|take|have|has|had|look|please|let)\b)[a-z]{3,} (?:up |down |out |off |on )?(?:me |us )?(?:the|a|an|this|that|my|it|these|those|every|all|some)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Bidding();

    /// <summary>Questions after a name out of a set of names.</summary>
    [GeneratedRegex(@"^(?:so |and |but |now |then )*(?:(?:what|which|whose) (?:\w+ )?(?:exact |specific |particular |general |main |likely )*" + Lexicon.Kind + @"\b(?! number| says?| reads?| is (?:written|printed|on the))|(?:what|which) (?:" + Lexicon.Manner + " |other |sea |farm |wild |ocean |flying |domestic |marine )*" + Lexicon.Thing + @"(?: (?:is|are|was|do|does|did|would|could|might) (?:this|that|it|these|those|here|i|we|you|shown|depicted|displayed|pictured|seen|featured|being|visible|portrayed|represented|present|the (?:main )?(?:subject|object|focus)|(?:in|on) (?:the|this|that|my))| it is| this is| that is| i am looking at)(?: (?:see|call|think|shown|depicted|displayed|pictured|visible|this is|it is|that is|have here))?" + Here +
        @"|(?:what|who) (?:is|are|was|might|could|would|can) (?:exactly )?(?:this|that|it|these|those)(?: be)?(?: " + Lexicon.Thing + "| " + Lexicon.Picture + "| ?(?:of|a (?:picture|photo|image) of))?" + Here + @"|what (?:exactly )?(?:is|are|do we have|have we got|do i have)(?: in| on)? (?:the |this |that |these |those |each |every |both |all |of |my |our |attached )*" + Lexicon.Picture + "s?(?: of)?" + Here + @"|what (?:exactly )?is (?:shown|depicted|displayed|pictured|seen|featured|portrayed|here|represented|there|visible|present|captured|in front of (?:me|us))" + Here + @"|what (?:exactly )?(?:am i|are we) (?:looking at|seeing)" + Here + @"|what (?:it|this|that|these|those) (?:exactly )?(?:is|are|might be|could be)(?: exactly| called| supposed to be| a (?:picture|photo|image) of| in (?:the|this) (?:picture|image|photo))*$|what (?:is|are) (?:the |this |that |its |their )?(?:" + Lexicon.Manner + @" )*(?:" + Lexicon.Kind + @"\b(?! number)(?: (?:of|for|name|in|here)\b.*|$)|name (?:of|for) (?:the |this |that |these )?(?:" + Lexicon.Manner + " )*" + Lexicon.Thing + Here + "|" + Lexicon.Thing + Here + ")|what would you (?:call|classify|label|categorize)|how would you (?:classify|categorize|label)|(?:in|into|to|under) (?:what|which) (?:\\w+ )?(?:category|class|group|kind|type|species|breed|genus|family)|what (?:does|do) (?:this|that|it|these) (?:\\w+ )?(?:count as|qualify as|classify as|belong to)|which of (?:the|your) (?:classes|categories|labels)|(?:do you (?:know|recognize|have any idea)|any idea|can you (?:recognize|identify|name|classify)) (?:what )?(?:this|that|it|the|these)(?: is| are)?(?: " + Lexicon.Thing + ")?(?: is| are| might be)?" + Here + ")", RegexOptions.CultureInvariant)]
    private static partial Regex KindQuestion();

    [GeneratedRegex(@"^what (?:you (?:can )?see|can be seen|you notice|all you see|do you see|is (?:going on|happening|shown|depicted)(?: (?:here|in (?:the|this|that|my) (?:picture|image|photo|scene)))?$|(?:the|this) (?:picture|image|photo|scene) (?:shows|depicts|is about|contains|looks like|portrays|is showing))", RegexOptions.CultureInvariant)]
    private static partial Regex Seeing();

    [GeneratedRegex(@"\b(?:say|says|written|printed|reads?|text|words|writing|letters|lettering|inscription|license plate|number plate|plate number|phone number|serial number|registration|total on|translat\w*|https?:|www\.|forecast|tomorrow|right now|stock|exchange rate|bitcoin|lottery|cost|capital|population|president|prime minister|invented|discovered|wrote|won|cook|bake|build|fix|install|get to|hack|program|learn|repair|buy|purchase|plus|times|square root|meaning of life|today|online|google|internet|wikipedia|coordinates|bounding|segment\w*|pixels?|/etc|passwords?|api keys?|depth|metadata|exif|diagnos\w+|in (?:french|spanish|german|italian|japanese|chinese|russian|portuguese)|house number|database|similar images|video|on the web|time is it now|is the time$|the date)\b|^(?:how|where) (?:do|can|would|should) (?:i|we)", RegexOptions.CultureInvariant)]
    private static partial Regex LackedQuestion();
}
