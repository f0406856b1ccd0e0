using System.Text;
using System.Text.RegularExpressions;

namespace EdgeActors.Planning.Rules;

/// <summary>A request cut into words, with the text they came from: rules match the norm, people read the original.</summary>
internal sealed partial class Wording
{
    private Wording(string text, Word[] words)
    {
        Text = text;
        Words = words;
    }

    /// <summary>The request with look-alike marks made plain and invisible characters removed.</summary>
    public string Text { get; }

    public IReadOnlyList<Word> Words { get; }

    public static Wording Of(string request)
    {
        var text = Clean(request);
        var words = new List<Word>();
        var end = 0;
        foreach (Match match in Token().Matches(text))
        {
            var lineStart = words.Count == 0 || text.AsSpan(end, match.Index - end).Contains('\n');
            words.Add(new(match.Index, match.Index + match.Length, Spelling.Of(match.Value.ToLowerInvariant()), lineStart));
            end = match.Index + match.Length;
        }
        return new(text, [.. words]);
    }

    /// <summary>The norm of the words from <paramref name="from"/> up to, not including, <paramref name="to"/>, one space between.</summary>
    public string Norm(int from, int to)
    {
        var norm = new StringBuilder();
        for (var i = from; i < to; i++)
            norm.Append(i == from ? "" : " ").Append(Words[i].Norm);
        return norm.ToString();
    }

    /// <summary>The original text of the same words.</summary>
    public string Original(int from, int to) => from >= to ? "" : Text[Words[from].Start..Words[to - 1].End];

    private static string Clean(string request)
    {
        var clean = new StringBuilder(request.Length);
        foreach (var character in request)
            switch (character)
            {
                case '\u2018' or '\u2019' or '\u201A' or '`' or '\u00B4': clean.Append('\''); break;
                case '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB': clean.Append('"'); break;
                case '\u00A0' or '\t' or '\u3000': clean.Append(' '); break;
                case '\r': break;
                case '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or '\u00AD': break; // invisible: only ever there to split a word from its meaning
                case '\uFF1F': clean.Append('?'); break;
                default: clean.Append(char.IsControl(character) && character != '\n' ? ' ' : character); break;
            }
        return clean.ToString().Trim();
    }

    /// <summary>Addresses, paths, file names, words with inner apostrophe or hyphen, single marks.</summary>
    [GeneratedRegex(
        @"(?:https?://|www\.)[^\s,]+|(?:~?/[\w.\-]+){2,}|[A-Za-z]:\\\S+|\w+\.(?:jpe?g|png|gif|bmp|webp|tiff?|txt|pdf|docx?|csv|json|xlsx?|zip|exe|sh|mp[34]|wav|py)\b|w/(?!\w)|[\p{L}\p{N}]+(?:['\u2019\-][\p{L}\p{N}]+)*|\S",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
