using System.Text.Json;
using EdgeActors.Cli;

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
