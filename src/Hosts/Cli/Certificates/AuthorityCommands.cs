using System.CommandLine;
using EdgeActors.Hosts.Common.Security;
using Spectre.Console;

namespace EdgeActors.Cli.Certificates;

/// <summary>
/// <c>edgeactors certs rotate</c> and <c>retire</c>: replace the authority without a moment in which hosts refuse each other. Between
/// the two, <c>ca.pem</c> goes to every host, and every host and device gets a certificate of the new authority.
/// </summary>
internal static class AuthorityCommands
{
    public static Command Rotate(Option<string> folder)
    {
        var command = new Command("rotate", "Begin to replace the authority: a new one signs, the old one stays trusted until 'certs retire'.") { folder };
        command.SetAction((parsed, cancel) => CertificateCommands.ExplainedAsync(async () =>
        {
            var certificates = new CertificateFolder(parsed.GetValue(folder)!, TimeProvider.System);
            using var made = await certificates.RotateAuthorityAsync(cancel);
            Output.For(parsed).Write(
                new { Signs = made.Certificate.Subject, Trusted = certificates.OpenTrusted().Select(trusted => trusted.Subject).ToArray(), File = certificates.AuthorityFile },
                now => new Text($"{now.Signs} signs from now on. Copy {now.File} to every host and device and restart them one by one, issue their certificates again, restart again, then 'certs retire'."));
            return ExitCodes.Done;
        }));
        return command;
    }

    public static Command Retire(Option<string> folder)
    {
        var command = new Command("retire", "End the trust in every authority but the one that signs.") { folder };
        command.SetAction((parsed, cancel) => CertificateCommands.ExplainedAsync(async () =>
        {
            var certificates = new CertificateFolder(parsed.GetValue(folder)!, TimeProvider.System);
            var old = await certificates.RetireOldAuthoritiesAsync(cancel);
            Output.For(parsed).Write(
                new { Retired = old.Select(one => one.Subject).ToArray(), File = certificates.AuthorityFile },
                now => new Text(now.Retired.Length == 0
                    ? $"{now.File} holds one authority, nothing was retired."
                    : $"{string.Join(", ", now.Retired)} is trusted no longer. Copy {now.File} to every host and device and restart them one by one."));
            return ExitCodes.Done;
        }));
        return command;
    }
}
