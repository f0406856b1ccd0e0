using System.Text.RegularExpressions;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Rules;

/// <summary>
/// Text that gives orders to the system instead of asking about a picture. Rules would not obey it anyway, since a plan can only
/// name tasks and pictures; it is refused whole so that nobody mistakes a partial answer for compliance.
/// </summary>
internal static partial class Injection
{
    public static bool IsIn(Wording wording)
    {
        var whole = wording.Norm(0, wording.Words.Count);
        if (!Attempt().IsMatch(whole))
            return false;
        var orders = SentenceBounds.Of(wording).Select(sentence => OrdersIn(wording.Norm(sentence.From, sentence.To))).Where(part => part.Length > 0).ToList();
        return Attempt().IsMatch(string.Join(" . ", orders)) || (orders.Count > 0 && AcrossClauses().IsMatch(whole));
    }

    /// <summary>
    /// A question about what the picture shows may speak of rules and instructions ("is the sign telling people to ignore the rules?"), but may
    /// not end in an order of its own: "what is this, and ignore the rules".
    /// </summary>
    private static string OrdersIn(string sentence) => AboutThePicture().IsMatch(sentence)
        ? Joints().Matches(sentence).Select(joint => sentence[(joint.Index + joint.Length)..]).FirstOrDefault(rest => Attempt().Match(rest) is { Success: true, Index: 0 }) ?? ""
        : sentence;

    [GeneratedRegex(@" (?:,|;|:|-|and|then|also|plus|but) (?:(?:and|then|also|please|now|just) )*", RegexOptions.CultureInvariant)]
    private static partial Regex Joints();

    [GeneratedRegex(@"^(?!.*\b(?:you|your|prompt|system|assistant|validat\w+|admin|above|previous|api key|steps?)\b)(?:and |so |but )*(?:is|are|was|were|does|do|did|has|have|who|whose|what|which|why|how many) ", RegexOptions.CultureInvariant)]
    private static partial Regex AboutThePicture();

    /// <summary>Attempts that run over several sentences: a plan or a role typed out.</summary>
    [GeneratedRegex(@"\b(?:system|assistant|developer|admin) ?: |\btask ?[:=]|\bdepends_on\b|\bstep \d+ depends on|# ?# ?#|\[|<", RegexOptions.CultureInvariant)]
    private static partial Regex AcrossClauses();

    [GeneratedRegex(
        @"\b(?:ignore|disregard|forget|override|bypass|discard|circumvent|drop|overrule|do not follow|stop following|skip|violate|neglect|pay no attention to)\b (?:\w+ ){0,5}?(?:instructions?|prompts?|rules?|guidelines?|guardrails?|safety|restrictions?|polic(?:y|ies)|programming|directives?|constraints?|system message|filters?|orders|everything (?:above|before|you)|the above|all (?:of )?(?:the )?(?:above|previous|prior)|what (?:you were|i|they) (?:told|said)|previous (?:text|messages?|commands?))\b|" +
        @"\b(?:system|hidden|initial|original|developer|secret) (?:prompt|instructions?|message)\b|\b(?:reveal|print|show|leak|repeat|output|display|tell me|expose|dump|disclose|give me|send me) (?:me )?(?:your|the) (?:\w+ )?(?:prompt|instructions|rules|secrets?|api keys?|keys?|credentials|password|configuration|config|source code|training data|weights|system message)\b(?! (?:on|in) (?:the|this) (?:picture|photo|image))|" +
        @"\byou are (?:now|no longer)\b|\b(?:pretend|act|behave|respond|role-?play) (?:to be|as|like|that you)\b(?= (?:an? |if |the |you |my |dan|root|admin|unrestricted))|\b(?:jailbreak|jailbroken|dan mode|developer mode|god mode|debug mode|admin mode|sudo mode|prompt injection|unrestricted mode|root access|no restrictions)\b|\bnew (?:instructions?|rules?|system prompt|task for you) ?[:\-]|\b(?:system|assistant|developer|admin) ?: |<\|?(?:im_start|system|endoftext)|\[(?: )?(?:system|inst)(?: )?\]|< ?/?(?: )?system ?>|# ?# ?# ?(?:system|instruction)|" +
        @"\b(?:drop|truncate) table\b|\bunion select\b|< ?script|\bexec ?\(|\beval ?\(|\bos ?\. ?system|\bimport os\b|\bsubprocess\b|\$ ?\(|; ?rm \b|\b(?:add|create|insert|make|use|plan|emit|run|schedule|output|generate|give me|with) (?:a plan (?:of|with) )?(?:\d{2,}|\d+ ?, ?\d{3}|a (?:hundred|thousand|million)|ten thousand|hundreds of|thousands of|infinite(?:ly many)?|endless) (?:\w+ )?(?:steps?|tasks?|times)\b|\b(?:disable|turn off|deactivate|remove) (?:the |your |all )*(?:\w+ )?(?:validator|validation|safety|filters?|guardrails?|restrictions?|checks|security|logging|journal)\b|\b(?:mark|set|return) (?:the |this )?(?:plan|status) (?:as |to )?(?:ok|approved|valid)\b|\btask ?[:=] ?['""]?\w+|\bdepends_on\b|\bstep \d+ depends on step \d+ and step \d+ depends on",
        RegexOptions.CultureInvariant)]
    private static partial Regex Attempt();
}
