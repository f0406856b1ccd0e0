using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// What a new device is given, once and out of band: its name, a one-time token, and the authority by which it knows the
/// edge before it says the token.
/// </summary>
/// <param name="Authority">PEM; several certificates while an authority is being replaced.</param>
public sealed record EnrolmentTicket(string Device, string Token, string Authority)
{
    private const int TokenBytes = 32;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <exception cref="CertificateException">The file is missing or is no ticket.</exception>
    public static EnrolmentTicket Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EnrolmentTicket>(File.ReadAllText(path), Json) is { Device.Length: > 0, Token.Length: > 0, Authority.Length: > 0 } ticket
                ? ticket
                : throw new CertificateException($"{path} is not an enrolment ticket: device, token or authority is missing.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CertificateException($"{path} can't be read as an enrolment ticket: {e.Message}", e);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
