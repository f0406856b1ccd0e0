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
    private const string Claimed = ".claimed";

    /// <summary>Makes a ticket for one device.</summary>
    /// <exception cref="CertificateException">The authority is not in this folder.</exception>
    public EnrolmentTicket Issue(string device, TimeSpan lifetime)
    {
        // Only who can sign can promise a certificate.
        folder.OpenAuthority().Dispose();
        var token = EnrolmentTicket.NewToken();
        Directory.CreateDirectory(folder.TicketFolder);
        File.WriteAllText(FileOf(token), JsonSerializer.Serialize(new Outstanding(device, time.GetUtcNow() + lifetime)));
        return new EnrolmentTicket(device, token, folder.OpenTrusted().ExportCertificatePems());
    }

    /// <summary>Ends the tickets of a device that nobody has used yet.</summary>
    /// <returns>How many there were.</returns>
    public int Void(string device)
    {
        if (!Directory.Exists(folder.TicketFolder))
            return 0;
        var voided = 0;
        foreach (var file in Directory.EnumerateFiles(folder.TicketFolder).Where(file => !file.EndsWith(Claimed, StringComparison.Ordinal)).ToList())
            if (Read(file)?.Device == device && Claim(file, out var claimed))
            {
                File.Delete(claimed);
                voided++;
            }

        return voided;
    }

    /// <summary>Uses the token up. False where it is unknown, used, expired or another device's.</summary>
    public bool Redeem(string token, string device)
    {
        if (!Claim(FileOf(token), out var claimed))
            return false;
        var outstanding = Read(claimed);
        File.Delete(claimed);
        return outstanding is not null && outstanding.Device == device && time.GetUtcNow() < outstanding.Expires;
    }

    /// <summary>Of two callers with the same token the rename lets one through.</summary>
    private static bool Claim(string file, out string claimed)
    {
        claimed = file + Claimed;
        try
        {
            File.Move(file, claimed);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Outstanding? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Outstanding>(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private string FileOf(string token) => Path.Combine(folder.TicketFolder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));

    private sealed record Outstanding(string Device, DateTimeOffset Expires);
}
