using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Cli.Certificates;

/// <summary><c>edgeactors certs list</c>: the authorities and certificates of a folder, until when they hold, and what was revoked.</summary>
internal static class ListCertificatesCommand
{
    public static Command Create(Option<string> folder)
    {
        var command = new Command("list", "The authorities and certificates in the folder, and what was revoked.") { folder };
        command.SetAction(parsed => CertificateCommands.Explained(() =>
        {
            var certificates = new CertificateFolder(parsed.GetValue(folder)!, TimeProvider.System);
            var authorities = certificates.OpenTrusted();
            Output.For(parsed).Rows(
                [
                    .. authorities.Select(authority => new Row("authority", authority.Subject, Utc(authority.NotAfter), "trusted")),
                    .. Issued(certificates, authorities).OrderBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal),
                    // A device's certificate is on the device: of most that are revoked the name is all there is here.
                    .. certificates.Revocations.All.Where(revoked => !certificates.Has(revoked.Peer)).Select(revoked => new Row(revoked.Role, revoked.Name, null, $"revoked {revoked.At:u}: {revoked.Reason}")),
                ],
                new("role", row => row.Role), new("name", row => row.Name),
                new("valid until", row => row.ValidUntil?.ToString("u", CultureInfo.InvariantCulture) ?? ""), new("state", row => row.State));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static IEnumerable<Row> Issued(CertificateFolder folder, X509Certificate2Collection authorities)
    {
        string[] folders = [folder.Path, Path.Combine(folder.Path, "devices")];
        foreach (var file in folders.Where(Directory.Exists).SelectMany(path => Directory.EnumerateFiles(path, "*.pem")).Where(file => file != folder.AuthorityFile))
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            var check = new TrustedPeers(authorities, [.. PeerIdentity.MemberRoles, PeerIdentity.DeviceRole], folder.Revocations).Check(certificate);
            var peer = PeerIdentity.Of(certificate);
            yield return new Row(peer?.Role ?? "?", peer?.Name ?? Path.GetFileNameWithoutExtension(file), Utc(certificate.NotAfter), check.Refusal ?? "valid");
        }
    }

    private static DateTime Utc(DateTime local) => local.ToUniversalTime();

    private sealed record Row(string Role, string Name, DateTime? ValidUntil, string State);
}
