using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// One-time tokens in the certificate folder, as files named by the token's hash: who reads the folder learns no token. A
/// token is used up by renaming its file, which only one caller can. The token of an idempotency key is derived from it and from the authority's
/// key, so that it can be said again without being kept; what is left of such a file tells that it is used.
/// </summary>
public sealed class EnrolmentTokens(CertificateFolder folder, TimeProvider time)
{
    private const string Claimed = ".claimed";
    private const string Purpose = "enrolment ticket";
    private const int HashLength = 64;
    private const int IdLength = 16;

    /// <summary>How long it is known that the ticket of an idempotency key is over.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Makes a ticket for one device.</summary>
    /// <exception cref="CertificateException">The authority is not in this folder.</exception>
    public EnrolmentTicket Issue(string device, TimeSpan lifetime) => Issue(device, lifetime, idempotencyKey: null).Ticket;

    /// <param name="idempotencyKey">The same key gets the same ticket again, for as long as it holds.</param>
    /// <exception cref="CertificateException">The authority is not in this folder.</exception>
    /// <exception cref="TicketConflictException">The key was used for another ticket, or its ticket was used, voided or has expired.</exception>
    public IssuedTicket Issue(string device, TimeSpan lifetime, string? idempotencyKey)
    {
        // Only who can sign can promise a certificate.
        folder.OpenAuthority().Dispose();
        Purge();
        var token = idempotencyKey is null ? EnrolmentTicket.NewToken() : Base64Url.EncodeToString(folder.Derive(Purpose, idempotencyKey));
        var file = FileOf(token);
        var known = idempotencyKey is null ? null : Read(file);
        if (File.Exists(file + Claimed) || (known is { } && (known.Device != device || known.Lifetime != lifetime || known.Expires <= time.GetUtcNow())))
            throw new TicketConflictException("This idempotency key was used for another ticket, or its ticket was used, voided or has expired: take a new key.");
        var expires = known?.Expires ?? time.GetUtcNow() + lifetime;
        if (known is null)
            WholeFile.Write(file, JsonSerializer.Serialize(new Outstanding(device, expires, lifetime, idempotencyKey is { })));
        return new(IdOf(file), new EnrolmentTicket(device, token, folder.OpenTrusted().ExportCertificatePems()), expires);
    }

    /// <summary>Those that hold, the first to expire first.</summary>
    public IReadOnlyList<OutstandingTicket> List()
    {
        var now = time.GetUtcNow();
        return [.. Files().Select(file => (File: file, Ticket: Read(file))).Where(found => found.Ticket?.Expires > now)
            .Select(found => new OutstandingTicket(IdOf(found.File), found.Ticket!.Device, found.Ticket.Expires)).OrderBy(ticket => ticket.Expires)];
    }

    /// <summary>Ends the tickets of a device that nobody has used yet.</summary>
    /// <returns>How many there were.</returns>
    public int Void(string device) => Files().ToList().Count(file => Read(file)?.Device == device && Claim(file) is { });

    /// <summary>Ends one ticket.</summary>
    /// <returns>False where there is none of this id that nobody has used yet.</returns>
    public bool VoidOne(string id) => Files().FirstOrDefault(file => IdOf(file) == id) is { } file && Claim(file) is { };

    /// <summary>Uses the token up. False where it is unknown, used, expired or another device's.</summary>
    public bool Redeem(string token, string device) =>
        Claim(FileOf(token)) is { } outstanding && outstanding.Device == device && time.GetUtcNow() < outstanding.Expires;

    /// <summary>Of two callers with the same token the rename lets one through.</summary>
    /// <returns>Null of every other one.</returns>
    private static Outstanding? Claim(string file)
    {
        try
        {
            File.Move(file, file + Claimed);
        }
        catch (IOException)
        {
            return null;
        }
        var outstanding = Read(file + Claimed);
        if (outstanding is not { Repeatable: true })
            File.Delete(file + Claimed);
        return outstanding ?? new Outstanding("", default, default, false);
    }

    private static Outstanding? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<Outstanding>(File.ReadAllText(file)) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static string IdOf(string file) => Path.GetFileName(file)[..IdLength];

    /// <summary>Of unused tickets: not what is being written, and not what is left of used ones.</summary>
    private IEnumerable<string> Files() => Directory.Exists(folder.TicketFolder)
        ? Directory.EnumerateFiles(folder.TicketFolder).Where(file => Path.GetFileName(file).Length == HashLength)
        : [];

    private void Purge()
    {
        if (!Directory.Exists(folder.TicketFolder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder.TicketFolder).ToList())
            if (Read(file) is { } over && over.Expires + (over.Repeatable ? Remembered : TimeSpan.Zero) < time.GetUtcNow())
                File.Delete(file);
    }

    private string FileOf(string token) => Path.Combine(folder.TicketFolder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));

    /// <param name="Repeatable">Made for an idempotency key.</param>
    private sealed record Outstanding(string Device, DateTimeOffset Expires, TimeSpan Lifetime, bool Repeatable);
}
