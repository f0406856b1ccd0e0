using System.CommandLine;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;
using Spectre.Console;

namespace EdgeActors.Cli.Certificates;

/// <summary><c>edgeactors certs</c>: an authority of our own, certificates of hosts, tickets for new devices.</summary>
internal static class CertificateCommands
{
    private static readonly string[] Roles = [.. PeerIdentity.MemberRoles, PeerIdentity.DeviceRole];

    private static readonly string Variable = HostSettings.CertificatesDirectory.EnvironmentVariable;

    public static Command Create()
    {
        var folder = new Option<string>("--certs-dir") { Description = $"The folder of ca.pem and ca.key (also {Variable}).", DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : Path.Combine("run", "certs") };
        return CommandTree.Group(
            "certs", "The authority, certificates of hosts, and tickets by which devices enrol.",
            Issue(folder), Ticket(folder), ListCertificatesCommand.Create(folder), RevokeCommand.Create(folder), AuthorityCommands.Rotate(folder), AuthorityCommands.Retire(folder));
    }

    private static Command Issue(Option<string> folder)
    {
        var role = RoleArgument();
        var name = NameArgument();
        var hosts = new Option<string[]>("--host") { Description = "A name or address under which it is reached; may be given several times." };
        var command = new Command("issue", "Make a new key and certificate; the authority too where there is none. A revoked peer comes back by this.") { role, name, folder, hosts };
        command.SetAction((parsed, cancel) => ExplainedAsync(async () =>
        {
            var peer = new PeerIdentity(Checked(parsed.GetValue(name)!), parsed.GetValue(role)!);
            var certificates = new CertificateFolder(parsed.GetValue(folder)!, TimeProvider.System);
            await certificates.IssueAsync(peer, parsed.GetValue(hosts) ?? [], cancel);
            var issued = certificates.Open(peer);
            Output.For(parsed).Write(
                new Issued(peer.Role, peer.Name, certificates.CertificateFile(peer), certificates.KeyFile(peer), certificates.AuthorityFile, issued.Own.NotAfter.ToUniversalTime()),
                made => new Text($"{made.Role} '{made.Name}': {made.Certificate} and {made.Key}, valid until {made.ValidUntil:yyyy-MM-dd}. Copy both and {made.Authority} to the host."));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Ticket(Option<string> folder)
    {
        var device = new Argument<string>("device") { Description = "The name of the new device." };
        var hours = new Option<double>("--hours") { Description = "How long the ticket holds.", DefaultValueFactory = _ => 24 };
        var command = new Command("ticket", "Make a one-time ticket: EdgeActors.Device --ticket FILE trades it for a certificate.") { device, folder, hours };
        command.SetAction(parsed =>
        {
            var name = Checked(parsed.GetValue(device)!);
            var lifetime = parsed.GetValue(hours) is > 0 and <= 24 * 365 and var wanted
                ? TimeSpan.FromHours(wanted)
                : throw CommandFailed.Usage($"--hours {parsed.GetValue(hours)} can't be used; allowed: more than 0, at most {24 * 365}.");
            return Explained(() =>
            {
                // The ticket is the data: it goes to a file by redirection, or to whoever asked.
                parsed.InvocationConfiguration.Output.WriteLine(
                    new EnrolmentTokens(new CertificateFolder(parsed.GetValue(folder)!, TimeProvider.System), TimeProvider.System).Issue(name, lifetime).ToJson());
                return ExitCodes.Done;
            });
        });
        return command;
    }

    internal static Argument<string> RoleArgument()
    {
        var role = new Argument<string>("role") { Description = string.Join(", ", Roles) };
        role.AcceptOnlyFromAmong(Roles);
        return role;
    }

    internal static Argument<string> NameArgument() => new("name") { Description = "The name of the host or device." };

    /// <summary>What is wrong with a certificate is for a person, without a stack trace.</summary>
    internal static async Task<int> ExplainedAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is CertificateException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailed(e.Message);
        }
    }

    internal static int Explained(Func<int> run) => ExplainedAsync(() => Task.FromResult(run())).GetAwaiter().GetResult();

    internal static string Checked(string name) => Names.IsValid(name) ? name : throw CommandFailed.Usage($"'{name}' can't be a name; allowed: {Names.Allowed}.");

    private sealed record Issued(string Role, string Name, string Certificate, string Key, string Authority, DateTime ValidUntil);
}
