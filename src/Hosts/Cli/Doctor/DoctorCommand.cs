using System.CommandLine;
using EdgeActors.Hosts.Common.Doctor;

namespace EdgeActors.Cli.Doctor;

/// <summary>
/// <c>edgeactors doctor</c>: what every host of this machine needs, looked at by the hosts' own <c>doctor</c>, with the flags and the
/// environment that they are started with.
/// </summary>
internal static class DoctorCommand
{
    private static readonly string[] Tiers = ["cloud", "edge", "gateway", "device"];

    public static Command Create()
    {
        var tier = new Argument<string?>("host") { Description = "cloud, edge, gateway or device; all four where none is named", Arity = ArgumentArity.ZeroOrOne };
        tier.AcceptOnlyFromAmong(Tiers);
        var command = new Command("doctor", "Look at what the hosts of this machine need, say what is wrong and what to do. Flags of a host follow its name.") { tier };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancel) =>
        {
            var named = parsed.GetValue(tier);
            if (named is null && parsed.UnmatchedTokens.Count > 0)
                throw CommandFailed.Usage($"'{parsed.UnmatchedTokens[0]}' means nothing without a host: edgeactors doctor edge {string.Join(' ', parsed.UnmatchedTokens)}");
            var rows = new List<HostFinding>();
            foreach (var host in named is null ? Tiers : [named])
                rows.AddRange(await HostExamination.RunAsync(host, parsed.UnmatchedTokens, cancel));
            Output.For(parsed).Rows(
                rows, new("host", row => row.Host), new("check", row => row.Check), new("state", row => row.State.ToString().ToLowerInvariant()),
                new("found", row => row.What), new("what to do", row => row.Remedy ?? ""));
            return rows.Any(row => row.State == FindingState.Failed) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }
}
