using System.CommandLine;

namespace EdgeActors.Cli.Completion;

/// <summary>
/// <c>edgeactors completion bash</c>: a script that has the shell ask this program what may come next, by the suggest directive that
/// System.CommandLine answers. Nothing is listed in the script, so it never goes stale.
/// </summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        // The directive takes the line without the program's name, and the cursor's place in that.
        ["bash"] = """
            # eval "$(edgeactors completion bash)", for good in ~/.bashrc
            _edgeactors() {
              local line="${COMP_LINE#* }"
              local position=$(( COMP_POINT - ${#COMP_LINE} + ${#line} ))
              mapfile -t COMPREPLY < <(compgen -W "$(edgeactors "[suggest:${position}]" "${line}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
            }
            complete -o default -F _edgeactors edgeactors
            """,
        ["zsh"] = """
            # eval "$(edgeactors completion zsh)", for good in ~/.zshrc after compinit
            _edgeactors() {
              local line="${BUFFER#* }"
              local position=$(( CURSOR - ${#BUFFER} + ${#line} ))
              local -a found
              found=("${(@f)$(edgeactors "[suggest:${position}]" "${line}" 2>/dev/null)}")
              compadd -a found
            }
            compdef _edgeactors edgeactors
            """,
        ["fish"] = """
            # edgeactors completion fish > ~/.config/fish/completions/edgeactors.fish
            function __edgeactors
              set -l line (commandline -cp | string replace -r '^\S+\s*' '')
              edgeactors "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c edgeactors -f -a '(__edgeactors)'
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", Scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes edgeactors in a shell.") { shell };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(Scripts[parsed.GetRequiredValue(shell)]);
            return ExitCodes.Done;
        });
        return command;
    }
}
