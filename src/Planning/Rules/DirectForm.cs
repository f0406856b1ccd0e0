using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>
/// "Tell me whether the shape is red" asks "is the shape red?": models are trained on questions, and read half a sentence as another one.
/// What fits none of the patterns stays as it was said.
/// </summary>
internal static partial class DirectForm
{
    public static string Of(string ask)
    {
        var given = Given().Match(ask).Length;
        var (before, words) = (ask[..given], ask[given..]);
        if (BeforeVerb().Match(words) is { Success: true } be)
            return $"{before}{be.Groups["verb"].Value} {be.Groups["subject"].Value} {be.Groups["rest"].Value}?";
        return WithDo().Match(words) is { Success: true } has
            ? $"{before}does {has.Groups["subject"].Value} {Plain(has.Groups["verb"].Value)} {has.Groups["rest"].Value}?"
            : ask;
    }

    private static string Plain(string verb) => verb == "has" ? "have" : verb[..^1];

    private const string Subject = @"(?<subject>it|he|she|they|there|this|that|(?:the|a|an|any|all|its|his|her)(?: [\w\-{}]+){1,4}?)";

    [GeneratedRegex(@"^(?:given \{\d+\}: )*", RegexOptions.CultureInvariant)]
    private static partial Regex Given();

    [GeneratedRegex("^(?:whether|if) " + Subject + @" (?<verb>is|are|was|were|can|could|will|would) (?<rest>[^.?]+)[.?]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BeforeVerb();

    [GeneratedRegex("^(?:whether|if) " + Subject + @" (?<verb>has|looks|seems|contains|shows|wears|lives|needs) (?<rest>[^.?]+)[.?]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WithDo();
}
