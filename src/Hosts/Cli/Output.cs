using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli;

/// <summary>
/// Where a command writes: data on standard output, as tables or as one JSON document, and progress on standard error, so that
/// <c>edgeactors … --output json | jq</c> always works.
/// </summary>
public sealed class Output
{
    // Tables keep their columns when they are piped into a file, where there is no window to fit into.
    private const int WidthOfAPipe = 160;

    private readonly TextWriter _data;
    private readonly TextWriter _progress;
    private readonly IAnsiConsole _console;

    public Output(OutputFormat format, TextWriter data, TextWriter progress)
    {
        (IsJson, _data, _progress) = (format == OutputFormat.Json, data, progress);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(data),
            Ansi = data == Console.Out ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (data != Console.Out || Console.IsOutputRedirected)
        {
            _console.Profile.Width = WidthOfAPipe;
        }
    }

    /// <summary>Understood by every command.</summary>
    public static Option<OutputFormat> Format { get; } = new("--output", "-o")
    {
        Description = "table for people, json for programs",
        Recursive = true,
        DefaultValueFactory = _ => OutputFormat.Table,
    };

    /// <summary>How every command writes JSON: camelCase, enums by name, indented.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public bool IsJson { get; }

    public static Output For(ParseResult parsed) => new(
        parsed.GetValue(Format),
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error);

    /// <summary>Where a picture that changes can be drawn for the person who waits; null where progress goes to a file or a program.</summary>
    public IAnsiConsole? Screen => _progress == Console.Error && !Console.IsErrorRedirected
        ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_progress) })
        : null;

    /// <summary>A line for the person who waits. Never data.</summary>
    public void Progress(string line) => _progress.WriteLine(line);

    /// <summary>The result of the command: <paramref name="value"/> itself as JSON, or what <paramref name="view"/> makes of it.</summary>
    public void Write<T>(T value, Func<T, IRenderable> view)
    {
        if (IsJson)
        {
            _data.WriteLine(JsonSerializer.Serialize(value, Json));
            return;
        }
        _console.Write(view(value));
        _console.WriteLine();
    }

    /// <summary>A list as the result of the command: a JSON array, or a table with a row for each.</summary>
    public void Rows<T>(IReadOnlyCollection<T> rows, params Column<T>[] columns) => Write(rows, all => Table(all, columns));

    /// <summary>A line of text, left out in JSON: for headings between the tables of a longer story.</summary>
    public void Text(string line)
    {
        if (!IsJson)
        {
            _data.WriteLine(line);
        }
    }

    /// <summary>A part of a longer story for people, left out in JSON: the whole follows as one document.</summary>
    public void Show(IRenderable part)
    {
        if (!IsJson)
        {
            _console.Write(part);
            _console.WriteLine();
        }
    }

    public static Table Table<T>(IEnumerable<T> rows, params Column<T>[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column.Heading)) { Alignment = column.Number ? Justify.Right : Justify.Left });
        }
        foreach (var row in rows)
        {
            table.AddRow(columns.Select(column => new Text(column.Show(row))).ToArray<IRenderable>());
        }
        return table;
    }
}
