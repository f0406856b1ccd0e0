namespace EdgeActors.Planning.Rules;

/// <summary>Words of requests about pictures, as alternations for regular expressions over <see cref="Word.Norm"/>.</summary>
internal static class Lexicon
{
    public const string Picture = "(?:picture|image|photo|shot|scene|view|painting|drawing|illustration|attachment|upload|frame|snapshot|portrait|landscape|artwork)s?";

    public const string Determiner = "(?:the|this|that|these|those|a|an|its|your|my|our|their|his|her|any|some|all|each|every|both|another|one|two|three)";

    /// <summary>Nouns for what a picture shows, when a person asks for its name.</summary>
    public const string Thing =
        "(?:objects?|things?|items?|animals?|creatures?|subjects?|vehicles?|entity|entities|contents?|birds?|dogs?|cats?|plants?|flowers?|trees?|fruits?|vegetables?|cars?|trucks?|boats?|ships?|" +
        "airplanes?|planes?|aircraft|insects?|bugs?|fish|reptiles?|foods?|dish(?:es)?|instruments?|tools?|devices?|furniture|products?|figures?|shapes?|critters?|beasts?|pets?|horses?|mushrooms?|" +
        "fungus|leaf|leaves|landmarks?|buildings?|machines?|gadgets?|element|focus|mammals?|spiders?|snakes?|butterfl(?:y|ies)|appliance|utensil|garment|material|specimen|thingy|stuff)";

    /// <summary>Nouns for a name out of a set of names.</summary>
    public const string Kind =
        "(?:kinds?|types?|sorts?|models?|species|breeds?|categor(?:y|ies)|class(?:es)?|labels?|classifications?|variety|varieties|genus|identity|tags?|class name|class label|category name)";

    /// <summary>Nouns for a sentence about a picture.</summary>
    public const string Caption =
        "(?:captions?|descriptions?|alt text|alternative text|write up|write-up|one liner|one-liner|blurb|rundown|overview|account|depiction|portrayal|narrative|gist|run-down|recap|synopsis)";

    /// <summary>Adjectives that stand before those nouns.</summary>
    public const string Manner =
        "(?:short|brief|long|detailed|full|complete|quick|simple|nice|good|concise|one-sentence|single-sentence|textual|text|written|visual|image|picture|photo|scene|general|overall|rough|vivid|clear|" +
        "precise|accurate|correct|proper|suitable|fitting|appropriate|main|primary|single|exact|specific|most|likely|likely|probable|best|top|predicted|little|small|plain|human-readable|readable|" +
        "matching|descriptive|natural|one-line|thorough|comprehensive|new|same|right|catchy|basic|formal|final|tiny|two-sentence|three-sentence|proper|accessible|sentence|line|central|dominant|" +
        "prominent|key|principal|whole|entire|exact|broad|fine-grained|possible|depicted|pictured|shown|visible|unknown|mysterious|strange|weird|odd|different|various|individual|foreground|one|two|word|word|spoken-style)";

    /// <summary>Things asked after by noun instead of by question: <c>the colour of the car</c>.</summary>
    public const string Attribute =
        "(?:(?:main |dominant |exact |total |approximate |rough |overall |current |likely |primary )*(?:colors?|number|count|amount|size|shape|age|gender|sex|material|mood|weather|time of day|season|brand|make and model|make|position|pose|" +
        "emotion|expression|facial expression|height|length|width|distance|pattern|texture|style|atmosphere|lighting|background|direction|activity|action|relationship|purpose|condition|quantity|setting|occasion|temperature|" +
        "reason|difference|angle|speed|ripeness|posture|hairstyle|hair color|eye color|outfit|clothing|clothes|nationality|profession|feeling|feelings|theme|genre|era|vibe|state|surface|orientation|location type|room type))";

    /// <summary>Verbs of asking to be given something.</summary>
    public const string Give =
        "(?:give|giving|provide|providing|write|writing|generate|generating|create|creating|make|making|produce|producing|compose|composing|craft|crafting|draft|add|adding|come up with|get|getting|need|want|have|prepare|" +
        "formulate|offer|suggest|return|returning|output|show|supply|share|deliver|propose|construct|build|send back|show me|hand me|state|report|print out|include|attach|derive|obtain|put together|like|love|appreciate|assign|" +
        "predict|predicting|determine|determining|tell|telling|find|finding|finding out|say|name|work out|figure out|find out|know|guess|select|choose|pick|establish|specify|apply|fetch me|see|receive|request|require|ask for|hear|do|perform|performing|run|running|try)";

    /// <summary>Verbs that lead into an embedded question.</summary>
    public const string Ask =
        "(?:tell|telling|say|saying|know|knowing|learn|find out|finding out|figure out|figuring out|work out|determine|determining|check|checking|verify|verifying|see|decide|deciding|understand|wonder|wondering|curious|idea|explain|explaining|answer|" +
        "answering|inform|confirm|confirming|clarify|guess|estimate|estimating|judge|assess|unsure|sure|ask|asking|discover|identify|identifying|state|stating|indicate|report|specify|mention|show|make out|let me know|establish|evaluate|clue|detect|" +
        "tell if|predict|describe|examine|investigate|look|reveal|recognize|name|interested in|matter|care|remember|question|list|test|give|advise|conclude|infer|deduce|whisper|share|describing|note|spot|settle|look at|look and see)";

    public const string Interrogative = "(?:what|which|who|whose|whom|where|when|why|how|whether|if)";

    public const string Auxiliary = "(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should|may|might|must|am)";

    public const string Subject =
        "(?:it|he|she|they|there|this|that|these|those|the|a|an|any|anyone|anybody|anything|someone|somebody|something|everyone|everybody|everything|all|some|either|both|my|his|her|their|its|your|our|one|two|people|we|you|" +
        "i|most|many|more|no|nobody|each|every|other|another|not|[a-z]+s)";

    /// <summary>Imperatives and gerunds that can begin a clause, those of tasks we lack included.</summary>
    public const string Imperative =
        "(?:describe|describing|described|caption|captioning|captioned|classify|classifying|classified|categorize|categorizing|categorized|identify|identifying|identified|recognize|recognizing|recognized|summarize|summarizing|label|labeling|tag|tagging|name|naming|" +
        "narrate|portray|depict|characterize|tell|telling|say|saying|answer|answering|give|giving|provide|providing|show|explain|explaining|check|checking|determine|determining|count|counting|find|finding|figure|decide|state|verify|" +
        "confirm|estimate|estimating|guess|guessing|list|listing|write|writing|generate|generating|create|creating|make|draw|drawing|read|reading|translate|translating|transcribe|segment|segmenting|detect|detecting|locate|locating|" +
        "localize|highlight|outline|mark|circle|extract|extracting|crop|resize|rotate|blur|sharpen|remove|replace|edit|enhance|convert|turn|paint|render|sketch|save|store|upload|download|email|send|post|tweet|share|print|search|google|" +
        "look|browse|speak|play|sing|record|sum|put|talk|walk|output|return|report|predict|predicting|assign|specify|work|let|know|see|use|using|based|compare|comparing|judge|assess|compose|craft|produce|come|add|delete|open|execute|" +
        "run|upscale|colorize|animate|track|mask|cut|pinpoint|erase|change|apply|suggest|spot|evaluate|ask|inform|indicate|point|visit|fetch|book|buy|order|call|export|copy|move|rename|zip|place|pick|choose|tint|vocalize|voice|solve|" +
        "calculate|compute|bake|schedule|remind|help|annotate|draft|pronounce|recite|dub|stylize|restore|denoise|flip|mirror|design|imagine|compress|encode|decode|publish|message|text|notify|ocr|scan|digitize|subtitle|isolate|separate|" +
        "mention|note|sort|group|title|infer|deduce|conclude|clarify|discover|point|do not|never|ignore|disregard|forget|feed|pass|take|finish|follow|begin|start|conclude|perform|performing|do|pull|grab|copy|type|plot|box|wrap|surround)";
}
