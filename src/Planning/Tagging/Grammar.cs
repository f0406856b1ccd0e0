using System.Collections.Immutable;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Planning.Tagging;

/// <summary>
/// Sentences by chance: a line <c>name: text</c> is one way to say <c>@name</c>. In a text <c>(a|b|)</c> is a choice, an empty one leaves it
/// out, and <c>@name</c> draws one of the ways of that name; <c>$name = a | b</c> is short for several lines. Empty lines and lines from
/// <c>#</c> are skipped.
/// </summary>
internal sealed class Grammar
{
    private readonly Dictionary<string, List<Part>> _ways = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A line is none of the above, a parenthesis is not closed or a name is not known; says where.</exception>
    public Grammar(IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '$' && line.Split(" = ", 2) is [var list, var words])
                foreach (var word in words.Split(" | "))
                    Add(list[1..], word, number);
            else if (line.Split(": ", 2) is [var name, var text] && !name.Contains(' '))
                Add(name, text, number);
            else
                throw new InvalidDataException($"Line {number} of the grammar is neither '$name = a | b' nor 'name: text': '{line}'.");
        }
        if (_ways.Values.SelectMany(ways => ways).SelectMany(NamesIn).FirstOrDefault(name => !_ways.ContainsKey(name)) is { } unknown)
            throw new InvalidDataException($"The grammar uses '{unknown}' and has no line for it.");
    }

    /// <summary>How many ways there are to say a name.</summary>
    public int Count(string name) => _ways.TryGetValue(name, out var ways) ? ways.Count : 0;

    /// <summary>A sentence, by one of the ways of <paramref name="name"/>.</summary>
    public string Draw(string name, int way, ref SeededRandom random) =>
        string.Join(' ', Draw(_ways[name][way], ref random).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(" ]", "]").Replace(" }", "}");

    private string Draw(Part part, ref SeededRandom random)
    {
        switch (part)
        {
            case Words words:
                return words.Text;
            case Name named:
                var ways = _ways[named.Of];
                return Draw(ways[random.NextInt(ways.Count)], ref random);
            case Choice choice:
                return Draw(choice.Of[random.NextInt(choice.Of.Length)], ref random);
            default:
                var text = "";
                foreach (var one in ((Sequence)part).Of)
                    text += Draw(one, ref random);
                return text;
        }
    }

    private void Add(string name, string text, int line)
    {
        var at = 0;
        var part = Alternatives(text, ref at, line);
        if (at < text.Length)
            throw new InvalidDataException($"A parenthesis too many in line {line}: '{text}'.");
        if (!_ways.TryGetValue(name, out var ways))
            _ways[name] = ways = [];
        ways.Add(part);
    }

    /// <summary>Reads alternatives up to a closing parenthesis or the end.</summary>
    private static Part Alternatives(string text, ref int at, int line)
    {
        var all = ImmutableArray.CreateBuilder<Part>();
        var one = ImmutableArray.CreateBuilder<Part>();
        for (; at < text.Length && text[at] != ')'; at++)
        {
            if (text[at] == '|')
            {
                all.Add(new Sequence(one.ToImmutable()));
                one.Clear();
            }
            else if (text[at] == '(')
            {
                at++;
                one.Add(Alternatives(text, ref at, line));
                if (at >= text.Length)
                    throw new InvalidDataException($"A parenthesis is left open in line {line}: '{text}'.");
            }
            else if (text[at] is '@' or '$')
            {
                var end = at + 1;
                while (end < text.Length && (char.IsAsciiLetter(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiLetter(text[end + 1]))))
                    end++;
                one.Add(new Name(text[(at + 1)..end]));
                at = end - 1;
            }
            else
            {
                one.Add(new Words(text[at].ToString()));
            }
        }
        all.Add(new Sequence(one.ToImmutable()));
        return all.Count == 1 ? all[0] : new Choice(all.ToImmutable());
    }

    private static IEnumerable<string> NamesIn(Part part) => part switch
    {
        Name name => [name.Of],
        Sequence sequence => sequence.Of.SelectMany(NamesIn),
        Choice choice => choice.Of.SelectMany(NamesIn),
        _ => [],
    };

    private abstract record Part;

    private sealed record Words(string Text) : Part;

    private sealed record Name(string Of) : Part;

    private sealed record Sequence(ImmutableArray<Part> Of) : Part;

    private sealed record Choice(ImmutableArray<Part> Of) : Part;
}
