using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// The peers whose certificates were revoked, in <c>revoked.json</c> of the certificate folder: written by <c>edgeactors certs revoke</c>,
/// read again by running hosts as soon as it has changed. By name and time instead of serial number, because a device that is lost is known
/// by its name and nobody has its certificate at hand.
/// </summary>
public sealed class Revocations
{
    public const string FileName = "revoked.json";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly ReloadedFile<IReadOnlyDictionary<PeerIdentity, Revocation>> _file;

    /// <param name="folder">The certificate folder.</param>
    public Revocations(string folder) => _file = new(Path.Combine(folder, FileName), Read);

    /// <exception cref="CertificateException">The file is not what this class writes.</exception>
    public IReadOnlyCollection<Revocation> All => [.. _file.Value.Values];

    /// <summary>Null where the peer was never revoked.</summary>
    /// <exception cref="CertificateException">The file is not what this class writes.</exception>
    public Revocation? Of(PeerIdentity peer) => _file.Value.GetValueOrDefault(peer);

    /// <summary>Why this certificate of the peer does not hold; null where it does. A damaged list refuses everybody.</summary>
    public string? WhyNot(PeerIdentity peer, X509Certificate2 certificate)
    {
        try
        {
            return Of(peer) is { } revoked && certificate.NotBefore.ToUniversalTime() < revoked.At.UtcDateTime
                ? $"the certificate of {peer} was revoked at {revoked.At:u}: {revoked.Reason}"
                : null;
        }
        catch (CertificateException e)
        {
            return e.Message;
        }
    }

    /// <summary>Revokes every certificate that the peer has now.</summary>
    public async Task<Revocation> AddAsync(PeerIdentity peer, string reason, TimeProvider time, CancellationToken cancel)
    {
        // Two that revoke at once must not lose each other's.
        using var held = await FolderLock.TakeAsync(Path.GetDirectoryName(_file.Path)!, time, cancel);
        // One second after the last time, at least: what was issued in between is meant too.
        var at = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        if (Of(peer) is { } before && at < before.At + Step)
            at = before.At + Step;
        var revocation = new Revocation(peer.Role, peer.Name, at, reason);
        Write([revocation]);
        return revocation;
    }

    /// <summary>Takes over what another host knows, where it is later than what is known here.</summary>
    /// <returns>What was new.</returns>
    public async Task<IReadOnlyList<Revocation>> TakeAsync(IReadOnlyCollection<Revocation> others, TimeProvider time, CancellationToken cancel)
    {
        if (others.All(IsKnown))
            return [];
        using var held = await FolderLock.TakeAsync(Path.GetDirectoryName(_file.Path)!, time, cancel);
        var later = others.GroupBy(other => other.Peer).Select(same => same.MaxBy(other => other.At)!).Where(other => !IsKnown(other)).ToList();
        if (later.Count > 0)
            Write(later);
        return later;
    }

    private bool IsKnown(Revocation other) => Of(other.Peer) is { } known && known.At >= other.At;

    private void Write(IReadOnlyCollection<Revocation> latest)
    {
        var all = _file.Value.Values.Where(known => latest.All(one => one.Peer != known.Peer)).Concat(latest)
            .OrderBy(known => known.Role, StringComparer.Ordinal).ThenBy(known => known.Name, StringComparer.Ordinal);
        WholeFile.Write(_file.Path, JsonSerializer.SerializeToUtf8Bytes(all, Json));
    }

    /// <summary>From when a new certificate of this peer may hold; null where it was never revoked.</summary>
    internal DateTimeOffset? NotBefore(PeerIdentity peer) => Of(peer)?.At;

    private static IReadOnlyDictionary<PeerIdentity, Revocation> Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? (JsonSerializer.Deserialize<List<Revocation>>(File.ReadAllBytes(path), Json) ?? []).ToDictionary(revoked => revoked.Peer)
                : new Dictionary<PeerIdentity, Revocation>();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{path} can't be read as a list of revoked certificates, so nobody is let in: {e.Message} Restore it, or delete it if nothing was revoked.", e);
        }
    }
}
