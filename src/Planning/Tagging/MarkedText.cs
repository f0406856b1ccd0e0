using System.Text;
using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Tagging;

/// <summary>
/// A request with its reading written into it: <c>[d describe it] and, {cap based on that}, [q is it day] ?</c>. Square brackets hold what
/// asks for something (c a class, d a description, q a question, u what no model does, a an attack), braces what points at an earlier
/// answer (cap, lab, ans, last, all); braces may stand within brackets.
/// </summary>
internal sealed class MarkedText
{
    private readonly List<(int Start, int End, SpanKind Kind, EarlierAnswer Uses)> _marks = [];

    /// <exception cref="InvalidDataException">A mark is not known or not closed.</exception>
    public MarkedText(string marked)
    {
        var text = new StringBuilder();
        var open = new Stack<(int Start, SpanKind Kind, EarlierAnswer Uses)>();
        for (var at = 0; at < marked.Length; at++)
        {
            if (marked[at] is '[' or '{')
            {
                var end = marked.IndexOf(' ', at);
                var name = end < 0 ? "" : marked[(at + 1)..end];
                open.Push(marked[at] == '[' ? (text.Length, KindOf(name, marked), EarlierAnswer.None) : (text.Length, SpanKind.None, UseOf(name, marked)));
                at = end;
            }
            else if (marked[at] is ']' or '}')
            {
                if (!open.TryPop(out var mark) || mark.Kind == SpanKind.None != (marked[at] == '}'))
                    throw new InvalidDataException($"'{marked[at]}' closes nothing in '{marked}'.");
                _marks.Add((mark.Start, text.Length, mark.Kind, mark.Uses));
            }
            else
            {
                text.Append(marked[at]);
            }
        }
        if (open.Count > 0)
            throw new InvalidDataException($"A mark is left open in '{marked}'.");
        Text = text.ToString();
    }

    /// <summary>The request as a person writes it.</summary>
    public string Text { get; }

    /// <summary>The tag of each word of <see cref="Text"/>.</summary>
    public WordTag[] Tags(Wording wording)
    {
        var tags = new WordTag[wording.Words.Count];
        var last = -1; // the mark that the word before was in
        for (var i = 0; i < tags.Length; i++)
        {
            var at = wording.Words[i].Start;
            var span = _marks.FindIndex(mark => mark.Kind != SpanKind.None && mark.Start <= at && at < mark.End);
            var use = _marks.FirstOrDefault(mark => mark.Uses != EarlierAnswer.None && mark.Start <= at && at < mark.End).Uses;
            tags[i] = new(span < 0 ? SpanKind.None : _marks[span].Kind, span >= 0 && span != last, use);
            last = span;
        }
        return tags;
    }

    private static SpanKind KindOf(string name, string marked) => name switch
    {
        "c" => SpanKind.Classification,
        "d" => SpanKind.Caption,
        "q" => SpanKind.Question,
        "u" => SpanKind.Unsupported,
        "a" => SpanKind.Attack,
        _ => throw new InvalidDataException($"'[{name}' is no mark, in '{marked}'; c, d, q, u and a are."),
    };

    private static EarlierAnswer UseOf(string name, string marked) => name switch
    {
        "cap" => EarlierAnswer.Caption,
        "lab" => EarlierAnswer.Label,
        "ans" => EarlierAnswer.Answer,
        "last" => EarlierAnswer.Last,
        "all" => EarlierAnswer.All,
        _ => throw new InvalidDataException($"'{{{name}' is no mark, in '{marked}'; cap, lab, ans, last and all are."),
    };
}
