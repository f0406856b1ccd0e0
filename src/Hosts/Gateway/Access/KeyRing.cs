using EdgeActors.Hosts.Common.Access;

namespace EdgeActors.Gateway.Access;

/// <summary>The keys that are valid now, by digest; the file is looked at again whenever it has changed.</summary>
public sealed class KeyRing(string path)
{
    private readonly Lock _lock = new();
    private Dictionary<string, ApiKey> _byDigest = [];
    private DateTime _readAt = DateTime.MinValue;

    /// <summary>The key that hashes to the same digest and is not revoked.</summary>
    public ApiKey? Find(string secret) => Valid().GetValueOrDefault(ApiKeyFile.Hash(secret));

    /// <summary>The key of this id; null where there is none, or it is revoked.</summary>
    public ApiKey? FindById(string id) => Valid().Values.FirstOrDefault(key => key.Id == id);

    private Dictionary<string, ApiKey> Valid()
    {
        lock (_lock)
        {
            var writtenAt = File.GetLastWriteTimeUtc(path);
            if (writtenAt != _readAt)
            {
                _byDigest = ApiKeyFile.Read(path).Where(key => key.RevokedAt is null).ToDictionary(key => key.Sha256);
                _readAt = writtenAt;
            }
            return _byDigest;
        }
    }
}
