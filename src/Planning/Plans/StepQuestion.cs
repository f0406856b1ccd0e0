using System.Text.RegularExpressions;

namespace EdgeActors.Planning;

/// <summary>A question as the person put it, and as the model will be asked once earlier answers are in.</summary>
/// <param name="Words">The words of the request, for people to read: <c>what colour is the thing you named?</c></param>
/// <param name="Ask">
/// What the model is asked, where <c>{1}</c> stands for the answer of step 1: <c>what colour is the {1}?</c>
/// Equal to <paramref name="Words"/> when no earlier answer is used.
/// </param>
public sealed partial record StepQuestion(string Words, string Ask)
{
    /// <summary>A question that uses no earlier answer.</summary>
    public static StepQuestion Plain(string words) => new(words, words);

    /// <summary>Ids of the steps whose answers the question uses, each once, ascending.</summary>
    public IEnumerable<int> References() =>
        Placeholder().Matches(Ask).Select(match => int.Parse(match.Groups[1].ValueSpan)).Distinct().Order();

    /// <summary>The question with every placeholder replaced. Answers are inserted as they are and never read again for placeholders.</summary>
    /// <exception cref="KeyNotFoundException">An answer that the question uses is not there.</exception>
    public string Resolve(IReadOnlyDictionary<int, string> answers) =>
        Placeholder().Replace(Ask, match => answers[int.Parse(match.Groups[1].ValueSpan)]);

    [GeneratedRegex(@"\{([0-9]{1,6})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
