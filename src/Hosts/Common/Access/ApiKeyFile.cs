using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Access;

/// <summary>
/// The keys of a gateway, in <c>keys.json</c> of its data folder: written by <c>edgeactors keys</c>, read again by the gateway whenever it
/// has changed, so that revoking takes effect at once.
/// </summary>
public static class ApiKeyFile
{
    public const string Name = "keys.json";

    // Says at first sight what a found string is.
    private const string Mark = "ea_";
    private const int KeyBytes = 32;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>All keys, revoked ones included; none where there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is not what this class writes.</exception>
    public static IReadOnlyList<ApiKey> Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<List<ApiKey>>(File.ReadAllBytes(path), Json) ?? [] : [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no file of API keys: {e.Message}", e);
        }
    }

    /// <returns>The key, which is not kept, and what is.</returns>
    public static (string Secret, ApiKey Key) Create(string path, string name, IReadOnlyList<string> scopes, int perMinute, DateTimeOffset now)
    {
        var secret = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var key = new ApiKey(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), name, Hash(secret), scopes, perMinute, now);
        Write(path, [.. Read(path), key]);
        return (secret, key);
    }

    /// <returns>The revoked key; null where there is none of this id.</returns>
    public static ApiKey? Revoke(string path, string id, DateTimeOffset now)
    {
        var keys = Read(path);
        if (keys.FirstOrDefault(key => key.Id == id) is not { } found)
            return null;
        var revoked = found with { RevokedAt = found.RevokedAt ?? now };
        Write(path, [.. keys.Select(key => key == found ? revoked : key)]);
        return revoked;
    }

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>A gateway that reads meanwhile sees the old file or the new one.</summary>
    private static void Write(string path, IReadOnlyList<ApiKey> keys) => WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(keys, Json));
}
