using System.CommandLine;
using EdgeActors.Hosts.Common.Security;
using Spectre.Console;

namespace EdgeActors.Cli.Certificates;

/// <summary><c>edgeactors certs revoke</c>: ends the certificates and tickets of a device or host that is lost.</summary>
internal static class RevokeCommand
{
    public static Command Create(Option<string> folder)
    {
        var role = CertificateCommands.RoleArgument();
        var name = CertificateCommands.NameArgument();
        var reason = new Option<string>("--reason") { Description = "Shown to whoever is refused, and kept.", DefaultValueFactory = _ => "revoked by an operator" };
        var command = new Command("revoke", "End every certificate and unused ticket of a peer. Hosts on this folder cut its connections within a second.") { role, name, folder, reason };
        command.SetAction((parsed, cancel) =>
        {
            var peer = new PeerIdentity(CertificateCommands.Checked(parsed.GetValue(name)!), parsed.GetValue(role)!);
            var certificates = new CertificateFolder(parsed.GetValue(folder)!, TimeProvider.System);
            return CertificateCommands.ExplainedAsync(async () =>
            {
                var revoked = await certificates.Revocations.AddAsync(peer, parsed.GetValue(reason)!, TimeProvider.System, cancel);
                var tickets = peer.Role == PeerIdentity.DeviceRole ? new EnrolmentTokens(certificates, TimeProvider.System).Void(peer.Name) : 0;
                Output.For(parsed).Write(
                    new { revoked.Role, revoked.Name, revoked.At, revoked.Reason, Tickets = tickets, File = Path.Combine(certificates.Path, Revocations.FileName) },
                    made => new Text($"{peer} is revoked as of {made.At:u}, and {made.Tickets} unused tickets with it. A host that runs on this folder tells every other member; where none does, copy {made.File} to their certificate folders."));
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
