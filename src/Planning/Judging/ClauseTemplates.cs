using System.Collections.Immutable;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Planning.Judging;

/// <summary>
/// Templates of clauses: a line <c>$name = a | b</c> names alternatives, a line <c>verdict: text</c> is a template in which
/// <c>(a|b|)</c> is a choice and <c>$name</c> one of its alternatives. Empty lines and lines from <c>#</c> are skipped.
/// </summary>
internal sealed class ClauseTemplates
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A line is none of the above; says which.</exception>
    public ClauseTemplates(IEnumerable<string> lines)
    {
        var templates = ImmutableArray.CreateBuilder<(ClauseVerdict, string)>();
        var number = 0;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '$' && line.Split(" = ", 2) is [var name, var alternatives])
                _names[name[1..]] = alternatives;
            else if (line.Split(": ", 2) is [var verdict, var text] && Enum.TryParse<ClauseVerdict>(verdict, ignoreCase: true, out var known))
                templates.Add((known, text));
            else
                throw new InvalidDataException($"Line {number} of the clauses is neither '$name = a | b' nor 'verdict: text': '{line}'.");
        }
        Templates = templates.ToImmutable();
    }

    public ImmutableArray<(ClauseVerdict Verdict, string Text)> Templates { get; }

    /// <summary>One reading of a template.</summary>
    /// <exception cref="InvalidDataException">A name is not known or a parenthesis is left open.</exception>
    public string Draw(string template, ref SeededRandom random)
    {
        var at = 0;
        var text = Choice(template, ref at, ref random);
        if (at < template.Length)
            throw new InvalidDataException($"A parenthesis too many in '{template}'.");
        return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Reads alternatives up to a closing parenthesis or the end, and takes one.</summary>
    private string Choice(string template, ref int at, ref SeededRandom random)
    {
        var alternatives = new List<string> { "" };
        while (at < template.Length && template[at] != ')')
        {
            if (template[at] == '|')
            {
                alternatives.Add("");
                at++;
            }
            else if (template[at] == '(')
            {
                at++;
                alternatives[^1] += Choice(template, ref at, ref random);
                if (at >= template.Length)
                    throw new InvalidDataException($"A parenthesis is left open in '{template}'.");
                at++;
            }
            else if (template[at] == '$')
            {
                var end = at + 1;
                while (end < template.Length && char.IsAsciiLetter(template[end]))
                    end++;
                var name = template[(at + 1)..end];
                if (!_names.TryGetValue(name, out var named))
                    throw new InvalidDataException($"'${name}' in '{template}' is not defined.");
                var within = 0;
                alternatives[^1] += Choice(named, ref within, ref random).Trim();
                at = end;
            }
            else
            {
                alternatives[^1] += template[at++];
            }
        }
        return alternatives[random.NextInt(alternatives.Count)];
    }
}
