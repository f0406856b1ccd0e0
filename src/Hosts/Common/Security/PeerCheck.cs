namespace EdgeActors.Hosts.Common.Security;

/// <summary>Either who the peer is, or why it is refused.</summary>
public sealed record PeerCheck
{
    private PeerCheck(PeerIdentity? peer, string? refusal)
    {
        Peer = peer;
        Refusal = refusal;
    }

    public PeerIdentity? Peer { get; }

    public string? Refusal { get; }

    public static PeerCheck Accept(PeerIdentity peer) => new(peer, null);

    public static PeerCheck Refuse(string reason) => new(null, reason);
}
