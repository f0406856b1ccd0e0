using System.Collections.Frozen;

namespace EdgeActors.Planning.Rules;

/// <summary>One spelling per word, so that every other lexicon lists a word once.</summary>
internal static class Spelling
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["what's"] = "what is", ["whats"] = "what is", ["wat's"] = "what is", ["wats"] = "what is", ["that's"] = "that is", ["thats"] = "that is",
        ["it's"] = "it is", ["who's"] = "who is", ["whos"] = "who is", ["where's"] = "where is", ["wheres"] = "where is", ["how's"] = "how is",
        ["there's"] = "there is", ["theres"] = "there is", ["here's"] = "here is", ["heres"] = "here is", ["isn't"] = "is not", ["aren't"] = "are not",
        ["don't"] = "do not", ["dont"] = "do not", ["doesn't"] = "does not", ["can't"] = "can not", ["cannot"] = "can not", ["won't"] = "will not",
        ["i'd"] = "i would", ["id"] = "i would", ["i'm"] = "i am", ["im"] = "i am", ["i've"] = "i have", ["ive"] = "i have", ["you've"] = "you have",
        ["you're"] = "you are", ["we'd"] = "we would", ["let's"] = "let us", ["lets"] = "let us", ["couldn't"] = "could not", ["they're"] = "they are",
        ["you'd"] = "you would", ["he's"] = "he is", ["she's"] = "she is", ["wouldn't"] = "would not", ["i'll"] = "i will",
        ["colour"] = "color", ["colours"] = "colors", ["coloured"] = "colored", ["recognise"] = "recognize", ["recognised"] = "recognized", ["recognising"] = "recognizing",
        ["categorise"] = "categorize", ["categorised"] = "categorized", ["categorising"] = "categorizing", ["summarise"] = "summarize", ["summarising"] = "summarizing",
        ["analyse"] = "analyze", ["analysing"] = "analyzing", ["localise"] = "localize", ["grey"] = "gray", ["labelled"] = "labeled", ["labelling"] = "labeling",
        ["vocalise"] = "vocalize", ["colourise"] = "colorize", ["colorise"] = "colorize", ["stylise"] = "stylize", ["characterise"] = "characterize",
        ["photograph"] = "photo", ["photographs"] = "photos", ["pic"] = "picture", ["pics"] = "pictures", ["img"] = "image", ["imgs"] = "images", ["pix"] = "picture",
        ["snapshot"] = "photo", ["snap"] = "photo", ["screenshot"] = "image", ["frame"] = "picture", ["foto"] = "photo", ["piccy"] = "picture",
        ["pls"] = "please", ["plz"] = "please", ["plse"] = "please", ["pleas"] = "please", ["plase"] = "please", ["plaese"] = "please", ["pleaes"] = "please", ["thx"] = "thanks",
        ["u"] = "you", ["ur"] = "your", ["r"] = "are", ["ya"] = "you", ["n"] = "and", ["&"] = "and", ["w/"] = "with", ["cuz"] = "because", ["gimme"] = "give me",
        ["wanna"] = "want to", ["gonna"] = "going to", ["lemme"] = "let me", ["tel"] = "tell", ["tll"] = "tell", ["teh"] = "the", ["hte"] = "the", ["thsi"] = "this", ["tihs"] = "this",
        ["wat"] = "what", ["hw"] = "how", ["mny"] = "many", ["meny"] = "many", ["thre"] = "there", ["whre"] = "where", ["wehre"] = "where", ["thign"] = "thing", ["animla"] = "animal", ["hwat"] = "what", ["discribe"] = "describe", ["waht"] = "what", ["whta"] = "what", ["wht"] = "what", ["wich"] = "which", ["whcih"] = "which", ["hwo"] = "how", ["howmany"] = "how many",
        ["mnay"] = "many", ["iz"] = "is", ["adn"] = "and", ["nad"] = "and", ["tehn"] = "then", ["thne"] = "then", ["knid"] = "kind", ["kinda"] = "kind of",
        ["typ"] = "type", ["lable"] = "label", ["anser"] = "answer", ["awnser"] = "answer", ["answr"] = "answer", ["questoin"] = "question", ["obejct"] = "object", ["objct"] = "object",
        ["animl"] = "animal", ["pitcure"] = "picture", ["wether"] = "whether", ["wheter"] = "whether", ["wehther"] = "whether", ["ther"] = "there", ["thier"] = "their", ["tht"] = "that",
        ["coz"] = "because", ["abt"] = "about", ["ppl"] = "people", ["pepole"] = "people", ["peeple"] = "people", ["colr"] = "color", ["colur"] = "color", ["coulor"] = "color",
        ["basd"] = "based", ["bassed"] = "based", ["usign"] = "using", ["sceen"] = "scene", ["secne"] = "scene", ["sence"] = "scene", ["alt-text"] = "alt text",
    }.ToFrozenDictionary();

    /// <summary>Words that carry the meaning of a request and are long enough to be told apart when mistyped.</summary>
    private static readonly string[] Mendable =
    [
        "describe", "describing", "description", "caption", "captioning", "classify", "classifying", "classification", "categorize", "category", "identify", "identifying",
        "recognize", "translate", "translation", "segment", "segmentation", "summarize", "picture", "pictures", "transcribe", "generate", "question", "questions", "animal",
        "detect", "bounding", "highlight", "whether", "people", "please", "vehicle", "object", "objects", "answer", "image's", "species",
    ];

    /// <summary>Real words one slip away from a mendable one.</summary>
    private static readonly FrozenSet<string> Real = FrozenSet.Create(
        "describes", "described", "descriptions", "captions", "captioned", "captain", "classified", "classifies", "categories", "categorized", "identified", "identifies",
        "recognized", "recognizes", "translated", "translates", "segments", "segmented", "summarized", "pictured", "transcribed", "generated", "generates", "generator",
        "animals", "detects", "detected", "vehicles", "answers", "answered", "highlights", "highlighted", "mounting", "weather", "purple", "people's", "pleased", "pleases", "special", "objected",
        "images", "labels", "labeled", "rather", "either", "neither", "answering", "peoples");

    public static string Of(string lower)
    {
        var word = lower.Replace('\u2019', '\'');
        if (Known.TryGetValue(word, out var spelling))
            return spelling;
        if (word.EndsWith("'s", StringComparison.Ordinal))
            return word;
        if (word.Length < 5 || Real.Contains(word) || Array.IndexOf(Mendable, word) >= 0)
            return word;
        foreach (var candidate in Mendable)
            if (candidate[0] == word[0] && OneSlip(candidate, word))
                return candidate;
        return word;
    }

    /// <summary>Whether one letter was dropped, added, changed or swapped with its neighbour (Damerau 1964: most typing errors are one of these).</summary>
    private static bool OneSlip(string meant, string typed)
    {
        if (Math.Abs(meant.Length - typed.Length) > 1)
            return false;
        var same = 0;
        while (same < meant.Length && same < typed.Length && meant[same] == typed[same])
            same++;
        ReadOnlySpan<char> a = meant.AsSpan(same), b = typed.AsSpan(same);
        return a.Length > b.Length ? a[1..].SequenceEqual(b)
            : a.Length < b.Length ? a.SequenceEqual(b[1..])
            : a.Length == 0 || a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]));
    }
}
