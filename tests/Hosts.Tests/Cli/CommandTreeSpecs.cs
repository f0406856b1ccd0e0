using System.Text.Json;
using EdgeActors.Cli;
using EdgeActors.Hosts.Tests.Deployment;

namespace EdgeActors.Hosts.Tests.Cli;

public sealed class CommandTreeSpecs
{
    private readonly StringWriter _data = new();
    private readonly StringWriter _progress = new();

    [Fact]
    public async Task An_unknown_command_is_a_usage_error_that_names_it_and_says_where_to_look()
    {
        var exit = await CommandTree.RunAsync(["levitate"], _data, _progress);

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("levitate", _progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", _progress.ToString(), StringComparison.Ordinal);
        Assert.Empty(_data.ToString());
    }

    [Fact]
    public async Task Rates_that_are_no_numbers_are_a_usage_error_that_names_the_word()
    {
        var exit = await CommandTree.RunAsync(["models", "bottleneck", "cifar10-resnet", "--at", "a", "--into", "b", "--data", "generated", "--rates", "8,many"], _data, _progress);

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("'many'", _progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_document_on_standard_output()
    {
        var exit = await CommandTree.RunAsync(["version", "--output", "json"], _data, _progress);

        Assert.Equal(ExitCodes.Done, exit);
        using var document = JsonDocument.Parse(_data.ToString());
        Assert.Equal(JsonValueKind.String, document.RootElement.GetProperty("edgeActors").ValueKind);
        Assert.Empty(_progress.ToString());
    }

    [Fact]
    public void Every_command_describes_itself_and_has_a_name_of_its_own()
    {
        var all = Descend(CommandTree.Create(), "edgeactors").ToList();

        Assert.All(all, entry => Assert.False(string.IsNullOrWhiteSpace(entry.Command.Description), $"{entry.Path} has no description"));
        Assert.Equal(all.Count, all.Select(entry => entry.Path).Distinct().Count());
    }

    [Theory]
    [InlineData("ke", 2, "keys")]
    [InlineData("keys cre", 8, "create")]
    [InlineData("keys create me --sc", 19, "--scope")]
    [InlineData("keys create me --scope ", 23, "admin")]
    [InlineData("doctor ", 7, "gateway")]
    public async Task A_shell_is_told_what_may_come_next(string line, int position, string expected)
    {
        Assert.Equal(ExitCodes.Done, await CommandTree.RunAsync([$"[suggest:{position}]", line], _data, _progress));

        Assert.Contains(expected, _data.ToString().Split('\n', StringSplitOptions.TrimEntries));
    }

    [SkippableFact]
    public async Task The_bash_script_asks_for_the_line_without_the_programs_name_and_completes_with_the_answer()
    {
        Skip.IfNot(Programs.Has("bash"), "bash is not installed here");
        await CommandTree.RunAsync(["completion", "bash"], _data, _progress);
        var script = $"""
            edgeactors() {"{"} [ "$1" = "[suggest:2]" ] && [ "$2" = "ke" ] && printf 'keys\n'; {"}"}
            {_data}
            COMP_LINE="edgeactors ke"; COMP_POINT=13; COMP_WORDS=(edgeactors ke); COMP_CWORD=1
            _edgeactors; printf '%s' "$COMPREPLY"
            """;

        var (_, output, errors) = await Programs.RunAsync("bash", "-c", script);

        Assert.True(output == "keys", output + errors);
    }

    [Fact]
    public void A_table_shows_markup_of_others_as_text()
    {
        new Output(OutputFormat.Table, _data, _progress).Rows(
            ["[red]not a colour[/]"], new Column<string>("answer [raw]", text => text));

        Assert.Contains("[red]not a colour[/]", _data.ToString(), StringComparison.Ordinal);
        Assert.Contains("answer [raw]", _data.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, System.CommandLine.Command Command)> Descend(System.CommandLine.Command command, string path) =>
        command.Subcommands.SelectMany(child => Descend(child, $"{path} {child.Name}")).Prepend((path, command));
}
