using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>What people ask of picture models and EdgeActors has none for. Named, so that the refusal can say what is missing.</summary>
internal static partial class Capabilities
{
    private static readonly (string Name, Regex Asked)[] All =
    [
        ("reading files or running commands", Files()),
        ("the web", Web()),
        ("translation", Translation()),
        ("text extraction", TextExtraction()),
        ("drawing boxes and locating objects", Detection()),
        ("segmentation", Segmentation()),
        ("audio", Audio()),
        ("video and 3D", Video()),
        ("generating or editing pictures", Generation()),
        ("depth, pose and edge maps", Maps()),
        ("writing other than descriptions", Writing()),
        ("rewriting text", Rewriting()),
        ("comparing with other data", Lookup()),
        ("everyday assistance", Assistance()),
    ];

    /// <summary>What is missing for a clause (its norm, courtesy stripped), or null when nothing is known to be.</summary>
    public static string? Missing(string norm)
    {
        foreach (var (name, asked) in All)
            if (asked.IsMatch(norm))
                return name;
        return null;
    }

    private const string Verb = @"(?:^|\b(?:and|to|then|you|please|by|,|can|could|also|it|i|want|me) )";
    private const string Pic = @"(?:picture|image|photo|photograph|painting|drawing|sketch|illustration|logo|poster|icon|wallpaper|artwork|art|cartoon|meme|collage|thumbnail|avatar|render(?:ing)?|variation|variant|version|edit|diagram|chart|portrait|watercolor|comic|infographic|background|sticker)s?";
    private const string Make = @"(?:generate|create|make|draw|paint|render|produce|design|sketch|synthesize|imagine|compose|build|generating|creating|drawing|painting|making|producing|turn|convert|transform|craft|illustrate)";
    private const string Languages = @"(?:french|spanish|german|italian|portuguese|dutch|chinese|mandarin|cantonese|japanese|korean|russian|arabic|hindi|polish|turkish|swedish|norwegian|danish|finnish|greek|hebrew|latin|vietnamese|thai|czech|hungarian|ukrainian|romanian|bengali|urdu|swahili|indonesian|esperanto|welsh|irish|persian|farsi|tamil|catalan|espa\u00f1ol|deutsch|fran\u00e7ais)";
    private const string Words = @"(?:texts?|words?|letters?|numbers?|digits|signs?|labels?|writing|inscription|captions?|headline|headlines|license plates?|number plates?|plate|receipt|document|serial number|barcode|qr code|handwriting|menu|billboard|title|price tags?|poster|street sign|characters|sentences|lettering|banner|page|note|letter|invoice|table|form|card|book cover|cover|logo text|meter|nameplate|business card|whiteboard|screen)";

    [GeneratedRegex(@"(?:^| )(?:~?/[\w.\-]+){2,}|[a-z]:\\\S|\b\w+\.(?:txt|pdf|docx?|csv|json|xlsx?|zip|exe|sh|py)\b|\b(?:passwd|sudo|rm -rf|chmod|curl|wget|bash|powershell|environment variables?|api keys?|passwords?|secret keys?|credentials?)\b|" +
        Verb + @"(?:save|store|export|dump|archive|back up|backup|delete|erase|rename|move|copy|zip|compress|attach|import|load|overwrite|append|log)\b (?!.*\b(?:from the picture|from the scene)\b).*\b(?:files?|folders?|director(?:y|ies)|disks?|drive|desktop|pdf|csv|json|excel|spreadsheet|word document|document|database|clipboard|album|gallery|usb|cloud|computer|phone|result|results|it|this|that|them|answers?|captions?|descriptions?|labels?)\b|" +
        @"\b(?:write|put|print|output|place|enter|record|add) (?:.* )?(?:in|into|to|as|on) (?:a |an |the |my )?(?:new |local |text |log |pdf |csv |json |excel |word )*(?:files?|folder|director(?:y|ies)|disk|pdf|spreadsheet|excel|word document|database|google sheet|google doc|calendar|clipboard|sql)\b|" +
        @"(?:^|to |and |please )(?:open|read|list|show|print|cat|display|execute|run|launch|install|access|browse|scan) (?:me |us )?(?:all |the |my |a |this |any |every |local |contents? of |your )*(?:\w+ )?(?:files?|folders?|director(?:y|ies)|commands?|scripts?|code|programs?|shell|terminal|documents?|disk|hard drive|system|downloads|server logs?|logs|app|application|database|registry|configuration|python|printer)\b|^(?:save|export|delete) (?:it|this|that|the|them|everything)\b|\bprint (?:it|this|the (?:picture|photo|image)|a copy)(?: out)?\b(?! (?:is|was|looks))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Files();

    [GeneratedRegex(@"https?://|\bwww\.|" + Verb + @"(?:search|google|browse|look up|look it up|look this up|look that up|look them up|download|upload|tweet|publish|e-?mail|mail|post)\b(?! (?:office|box|card))|" + Verb + @"(?:share|send|text|message|whatsapp|fetch|order|buy|purchase|visit|subscribe|crawl|scrape|bing|stream|forward|fax|notify|submit)\b(?! (?:me |us |over |back )?(?:a |an |the |your |its )?(?:\w+ ){0,2}(?:caption|description|label|answer|category|class|classification|summary)\b)|" +
        @"\b(?:on|from|over|via|through|across|to|in|using|check|search) (?:the |my |a )?(?:web|internet|online|google|wikipedia|instagram|facebook|twitter|youtube|amazon|ebay|reddit|tiktok|pinterest|linkedin|slack|discord|blog|website|social media|news sites?|imdb|net|flickr|telegram|bing)\b|\b(?:online|reverse image search|web search|internet search|urls?|hyperlink|wikipedia|search engine)\b(?! shop(?:ping)? bag)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Web();

    [GeneratedRegex(@"\btranslat\w*|\b(?:in|into|to) (?:the )?(?:\w+ and )?" + Languages + @"(?: (?:language|too|as well|please|instead|and|for me|then))*(?:$| [,.]|(?= and\b)|(?= instead)|(?= using)|(?= that)|(?= with))|^(?:say|write|give|describe|caption|answer).*\bin " + Languages + @"\b|\b(?:another|foreign|different|my native|other) language", RegexOptions.CultureInvariant)]
    private static partial Regex Translation();

    [GeneratedRegex(@"\bocr\b|\boptical character|\btranscri(?:be|bing|pt|ption)\b|" + Verb + @"(?:read|reading|extract|extracting|digitize|decipher|spell|lift|parse|retype|decode|scan|copy|type|pull|grab|capture)\b(?: (?:me|us|out|off|all|any|every|up|of|what|down))* (?:the |any |all |this |that |my |its |a |some |every |each |these |those )*(?:[\w\-]+ ){0,2}?" + Words + @"\b|" +
        Verb + @"(?:recognize|get|find|give me|show me|return|output|tell me|list|identify|need|want|provide|detect)\b (?:all |any |every |of |out )*(?:the |any |all |this |that |its |some )*(?:printed |written |handwritten |visible |embedded )*(?:texts?|words|letters|writing|lettering|handwriting|characters|inscription|license plate|number plate|plate number|serial number)\b(?! (?:caption|description|summary|label|prompt))|" + Verb + @"(?:read|reading) (?:it|this|that|them|what)\b(?! (?:aloud|out|to|back))|" +
        @"\bwhat (?:does|do|did) (?:the |this |that |it |his |her |their )?(?:[\w\-]+ ){0,4}(?:say|says|read|reads|spell)\b|\bwhat(?: words?| text| letters?)? (?:is|are|was) (?:written|printed|engraved|inscribed|spelled)|\bwhat (?:is |are )?(?:the )?(?:words?|text|writing|letters|lettering|inscription)\b|\bwhat is the (?:license plate|number plate|plate number|phone number|serial number|registration number|registration plate|house number|total on the receipt)|\bwhat (?:it|the [\w\-]+(?: [\w\-]+)?|he|she) says\b|\b(?:sign|label|text|paper|note|poster|shirt|board|page|banner|sticker|plaque) says\b|\btext extract\w*|\bextract\b.*\b(?:text|words|writing|numbers?|letters|characters|data)\b|^(?!is |are |does |do |was |has ).*\bthe (?:text|words|writing|lettering) (?:in|on|from|of|inside|within|off|written|printed)\b|^what .*\b(?:written|printed)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex TextExtraction();

    [GeneratedRegex(@"\bbounding\b|\bbbox(?:es)?\b|\bbox(?:es)? (?:around|round|over|for|on) |\b(?:draw|put|place|add|make|show|plot|give|with)\b.*\b(?:rectangles?|boxes|a box|circles?|frames?) (?:around|round|over|for|on)\b|\bobject detect\w*|\bdetector\b|\b(?:face|person|car|vehicle|pedestrian|people|anomaly|edge|animal|landmark|defect|crack) detection\b|" + Verb + @"(?:detect|detecting)\b(?! (?:if|whether|what|which|how|that)\b)|" + Verb +
        @"(?:locate|locating|localize|pinpoint|highlight|highlighting|circle|encircle|outline|mark|marking|annotate|track|tracking|underline|zoom|surround|box|point out|point to|point at|plot|pin|spot)\b (?!(?:in|on) )(?:me |us |in on |out )?(?:the|all|each|every|any|where|both|a|an|my|this|that|these|those|everything|everyone|it|them|\w+s|its)\b|\bcoordinates?\b|\bpixel (?:position|location|coordinates?)|\b(?:localization|locali[sz]ing)\b|^(?:find|finding|spot) (?:me |us )?(?:all |the |every |each |my |all the |both |waldo|any )+.*$|\b(?:show|indicate|tell) (?:me |us )?(?:the )?(?:exact(?:ly)? )?(?:locations?|positions?) of (?:all|each|every)\b|\btheir (?:exact )?(?:positions|locations|coordinates)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Detection();

    [GeneratedRegex(@"\b(?:instance|semantic|panoptic|image|foreground|background|object)[ \-]?segment\w*|\bsegment(?:ation|ing)\b|" + Verb + @"(?:segment|mask|isolate|separate|cut out|cut|extract|crop out|silhouette|matte|partition|split)\b (?:out )?(?:the|this|that|all|each|every|it|my|a|any|everything|foreground|background|into|both|only)\b|\b(?:pixel|binary|alpha|segmentation|instance|object)[ \-]?masks?\b|\b(?:give|generate|create|produce|make|get|need|want|output|return|compute|draw|show)\b.*\bmasks? (?:of|for|over|around|that)\b|\bpixels? (?:belong|make up|form|cover)|\bpixel[ \-](?:wise|level|by pixel|perfect)|\bevery pixel\b|\b(?:remove|removing|removal of|erase|replace|cut) (?:out )?(?:the |its |my )?background\b|\bcut-?outs?\b|\bbackground remov",
        RegexOptions.CultureInvariant)]
    private static partial Regex Segmentation();

    [GeneratedRegex(@"\b(?:out loud|aloud|text[ \-]to[ \-]speech|tts|voice ?over|voice-over|speech synthesis|spoken|mp3|wav|podcast|audiobook|soundtrack|sound effects?|audio)\b(?! (?:equipment|system|mixer|cable|device))|" + Verb + @"(?:sing|speak|vocalize|voice|narrate|pronounce|recite|play|record|dub|dictate|hum|listen|whistle|beatbox|compose)\b (?!(?:me |us )?(?:a |the )?(?:short |brief )?(?:caption|description|sentence|paragraph|summary|alt))(?:me |us |to |it|the|this|that|a|an|them|my|some|your|these|back|in|with|loud|for)|\b" +
        Make + @"\b.*\b(?:songs?|music|melody|speech|sound|voice|jingle|tune|recording|noise|beat|narration|ringtone)\b|\b(?:in|with|by|using|through|via) (?:a |an |the |your |my )?(?:\w+ )?(?:voice|speakers?|sound)$|\b(?:say|read) (?:it|this|that|the \w+) (?:back )?to me\b|\bread (?:me )?(?:back )?(?:the |your |that |this )(?:caption|description|answer|result|summary|label)|\b(?:into|to|as) (?:a |an )?(?:speech|audio|sound|voice|song|music|spoken \w+)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Audio();

    [GeneratedRegex(@"\b" + Make + @"\b.*\b(?:videos?|gifs?|animations?|movie|clip|film|timelapse|slideshow|3d|hologram|mesh|point cloud)\b|\banimat(?:e|ing)\b (?:it|this|the|that|my)|\b(?:3d|three-dimensional) (?:model|reconstruction|scene|version|mesh|view|object)|\b(?:the|this|my|a) video\b|\bvideos?\b(?! (?:game|games|camera|call))|\bin 3d$", RegexOptions.CultureInvariant)]
    private static partial Regex Video();

    [GeneratedRegex(Verb + @"(?:give|show|send|need|want|get|prepare) (?:me |us )?(?:a |an |another |some |new |two |three |several |\d+ )+(?:(?:new|different|edited|enhanced|better|brighter|similar|modified|black and white|cartoon|stylized|high|higher|resolution|\w+ed) )*(?:image|photo|drawing|painting|sketch|illustration|logo|poster|cartoon|variation|version|artwork|diagram|watercolor)s?\b(?! (?:caption|description|label|classification|summary|category|title))|" +
        Verb + Make + @" (?:me |us |for me |it |this |that |the (?:picture|image|photo|scene|description|caption|object|animal|label|result) )?(?:up )?(?:into |to )?(?:a |an |the |my |another |some |new |this |that |two |three |several |more |\d+ )*(?:(?!(?:captions?|descriptions?|labels?|category|summary|classification|title|sentences?|paragraph|account|overview|text|answer|class|name|details|words|idea|tags?|gist|colors?|number|kind|type|breed|species|count|what|of|for|about|whether|if|how|which)\b)[\w\-']+ ){0,4}?" + Pic + @"\b(?! (?:caption|description|label|classification|summary|category|alt text|title|is |are |shows|and (?:describe|tell|classify|caption))\b)|" +
        Verb + @"(?:draw|paint|sketch|edit|enhance|upscale|crop|resize|rotate|flip|mirror|colorize|recolor|repaint|blur|sharpen|denoise|retouch|restore|photoshop|airbrush|inpaint|outpaint|brighten|darken|desaturate|stylize|morph|tint|invert|redraw|render|illustrate|beautify|modify|transform|deblur|decorate|pixelate|anonymize|watermark|despeckle|scale|filter|straighten|whiten|smooth|improve|fix|touch up|clean up|visualize|reimagine)\b(?! (?:conclusions?|attention|the conclusion|a conclusion|your answer|an inference))(?= (?:me|us|a|an|the|this|that|it|my|its|his|her|their|him|them|another|all|out|over|some|every|each|everything|something|up|what|new|\w+s)\b|$)|" +
        Verb + @"(?!put .*\b(?:into|in) (?:[\w\-]+ )*words?\b)(?:replace|swap|change|add|remove|erase|delete|insert|paste|put|move|make|convert|turn|apply|superimpose|overlay|combine|merge|blend|extend|fill|adjust|increase|decrease|reduce|boost|lighten|transfer)\b (?:it |this |that |the |a |an |my |all |his |her |some |more |everything |everyone |him |them |their |its )+(?:[\w\-]+ ){0,5}?(?:background|sky|color|colors|brightness|contrast|saturation|filter|style|hat|hats|sunglasses|glasses|watermark|blemish|person|people|tree|black and white|grayscale|monochrome|sepia|brighter|darker|bigger|smaller|sharper|blue|red|green|cartoon|anime|resolution|quality|background|picture|image|photo|scene|border|frame|shadow|face|faces|smile|hair|snow|rain|rainbow|moustache|mustache|beard|objects?|car|dog|cat|night|day|winter|summer|logo|text|lighting|noise|vintage|older|younger|png|jpeg|jpg|format|pixel art|watercolor|van gogh|ghibli|look (?:like|older|younger|better|nicer)|with)\b(?! (?:caption|description|label|answer))|" +
        @"\b(?:style transfer|super[ \-]?resolution|deepfake|photoshop|stable diffusion|dall-?e|midjourney|text[ \-]to[ \-]image|image generation|image editing|inpainting|colorization|face ?swap)\b|" + Verb + @"(?:imagine|design|dream up|reconstruct) (?:a|an|the|me|how)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Generation();

    [GeneratedRegex(@"\bdepth[ \-]?(?:map|estimat\w*|information|image|of each)|\bestimate (?:the )?depth\b|\b(?:pose estimation|keypoints?|key points|skeletons?|heat ?maps?|edge maps?|edge detection|surface normals?|optical flow|saliency|embeddings?|feature vectors?|histogram|point cloud|landmarks on the face|facial landmarks|exif|metadata|attention map)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Maps();

    [GeneratedRegex(@"\b(?:write|compose|tell|make up|create|generate|give|draft|make|craft|need|want|produce|come up with|invent|turn)\b.*\b(?:poems?|haiku|limericks?|story|stories|jokes?|essays?|lyrics|novel|blog ?posts?|articles?|recipes?|tweets?|emails?|letter to|speech|code|programs?|scripts?|sql|python|javascript|fairy ?tale|rap|sonnet|screenplay|slogan|advert(?:isement)?|ad copy|press release|product listing|cover letter|report card|resume|quiz|riddle|fan ?fiction|hashtags|instagram post|linkedin post|backstory)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Writing();

    [GeneratedRegex(@"(?:^|\b(?:and|to|then|please) )(?:summarize|summarise|shorten|paraphrase|rephrase|rewrite|reword|proofread|correct|spell ?check|simplify|condense|expand|summarizing|paraphrasing|fact[ \-]check|score|rate|translate|convert|turn) (?:the |that |this |your |my |its |these |those |all )+(?:\w+ )?(?:captions?|descriptions?|answers?|text|sentences?|paragraphs?|article|document|report|email|essay|letter|results?|page|story)\b|\b(?:sentiment analysis|named entit(?:y|ies)|part[ \-]of[ \-]speech|keyword extraction|topic model\w*|text summari[sz]ation|grammar check)\b|\bsummari[sz]e (?:this|the|my|a) (?:\w+ )?(?:article|document|book|paper|email|meeting|text|chapter|pdf)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Rewriting();

    [GeneratedRegex(@"\b(?:similar|matching|other|related|more) (?:images?|photos?|pictures?|ones)\b(?= (?:like|to|from|online|in my|of|on)\b|$)|\b(?:face recognition|facial recognition|face ?id|face match\w*|duplicate detection|image retrieval|image similarity)\b|\b(?:in|from|against|with|to) (?:the |my |our |a |your )?(?:database|customer records|contacts|photo library|camera roll|address book|previous photos|past requests)\b|^(?:find|search for|show|get|retrieve) (?:me |us )?(?:some |more |other |all )?(?:similar|visually similar|duplicate|related|matching)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Lookup();

    [GeneratedRegex(@"^(?:set|schedule|book|order|remind|call|phone|dial|pay|transfer|cook|bake|play|wake|reserve|unlock|lock|turn (?:on|off)|switch (?:on|off)|start (?:a|the) timer|hire|invest|navigate|drive|fly|calculate|compute|solve|integrate|factor|convert|debug|deploy|compile|train|fine-?tune|diagnose|prescribe|recommend|plan|teach|hack|encrypt|decrypt|buy|purchase|subscribe|ping|reboot|restart|shut down|clean|fetch|count to|list all prime|roll|flip a coin|multiply|divide)\b (?!up the number)(?:me |us |my |the |a |an |it |this |that |all |some |these |in |for |to |off |on |\d|your )|" +
        @"\b(?:weather|temperature) (?:forecast|today|tomorrow|this week|in [a-z]+ (?:today|tomorrow))|\b(?:weather|temperature|rain|sunny) tomorrow\b|\bwhat time is it (?:now|in|right now)\b|\b(?:stock price|exchange rate|bitcoin|lottery)\b|\bhow (?:do|can|would|should) (?:i|we|you|one) (?:cook|bake|make|build|fix|install|get to|hack|program|learn|repair|prepare|buy|become|lose|write|draw|paint|treat|grow)\b|\bwho (?:won|invented|wrote|discovered|is the (?:president|king|queen|prime minister|ceo))\b|\b(?:capital|population|president|prime minister) of (?!the (?:picture|image))\w+|^what is (?:\d|the meaning of life|the square root|the weather|the time\b(?! of)|the date\b|today|\w+ plus|\w+ times)|\b(?:remind me|wake me)\b|\bsolve (?:this|the|for|my) (?:\w+ )?(?:equation|puzzle|problem|sudoku|homework|x|maze|captcha)\b|\bwhere can i (?:buy|get|purchase|find one)\b|\bhow much (?:does|do|would|is) (?:it|this|that|these|the \w+|such a \w+)(?: \w+)? (?:cost|worth|sell for)\b.*\b(?:online|today|now|on)\b|\b(?:horoscope|diagnos(?:e|is)|medical advice|legal advice)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Assistance();
}
