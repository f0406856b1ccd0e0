using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Gateway.Access;

/// <summary>The keys that are valid now, by digest; the file is looked at again whenever it has changed.</summary>
public sealed class KeyRing(string path)
{
    private readonly ReloadedFile<IReadOnlyDictionary<string, ApiKey>> _byDigest = new(
        path, static file => ApiKeyFile.Read(file).Where(key => key.RevokedAt is null).ToDictionary(key => key.Sha256));

    /// <summary>The key that hashes to the same digest and is not revoked.</summary>
    /// <exception cref="InvalidDataException">The file is damaged: nobody's key can be told.</exception>
    public ApiKey? Find(string secret) => _byDigest.Value.GetValueOrDefault(ApiKeyFile.Hash(secret));

    /// <summary>The key of this id; null where there is none, or it is revoked.</summary>
    /// <inheritdoc cref="Find"/>
    public ApiKey? FindById(string id) => _byDigest.Value.Values.FirstOrDefault(key => key.Id == id);
}
