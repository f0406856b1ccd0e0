using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// One-time tokens in the certificate folder, as files named by the token's hash: who reads the folder learns no token. A
/// token is used up by deleting its file, which only one caller can.
/// </summary>
public sealed class EnrolmentTokens(CertificateFolder folder, TimeProvider time)
{
    /// <summary>Makes a ticket for one device.</summary>
    /// <exception cref="CertificateException">The authority is not in this folder.</exception>
    public EnrolmentTicket Issue(string device, TimeSpan lifetime)
    {
        using var authority = folder.OpenAuthority();
        var token = EnrolmentTicket.NewToken();
        Directory.CreateDirectory(folder.TicketFolder);
        File.WriteAllText(FileOf(token), JsonSerializer.Serialize(new Outstanding(device, time.GetUtcNow() + lifetime)));
        return new EnrolmentTicket(device, token, authority.CertificatePem);
    }

    /// <summary>Uses the token up. False where it is unknown, used, expired or another device's.</summary>
    public bool Redeem(string token, string device)
    {
        var file = FileOf(token);
        var claimed = file + ".claimed";
        try
        {
            // Of two callers with the same token the rename lets one through.
            File.Move(file, claimed);
            var outstanding = JsonSerializer.Deserialize<Outstanding>(File.ReadAllText(claimed));
            File.Delete(claimed);
            return outstanding is not null && outstanding.Device == device && time.GetUtcNow() < outstanding.Expires;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return false;
        }
    }

    private string FileOf(string token) => Path.Combine(folder.TicketFolder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));

    private sealed record Outstanding(string Device, DateTimeOffset Expires);
}
