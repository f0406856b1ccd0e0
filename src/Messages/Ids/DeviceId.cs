namespace EdgeActors.Messages;

/// <summary>One physical device, by the name in its certificate; or a place of the edge pool, which runs steps that name no device.</summary>
public sealed record DeviceId : Identifier
{
    private const string PoolPrefix = "edge.pool.";

    /// <summary>Places of the pool; sharding spreads them over the edge nodes.</summary>
    public const int PoolSize = 8;

    public DeviceId(string value) : base(value)
    {
    }

    /// <summary>No certificate is issued for such a name.</summary>
    public bool IsEdgePool => Value.StartsWith(PoolPrefix, StringComparison.Ordinal);

    /// <summary>The same request always lands on the same place.</summary>
    public static DeviceId EdgePool(RequestId request)
    {
        var hash = 2166136261u; // FNV-1a: string.GetHashCode differs from process to process
        foreach (var c in request.Value)
            hash = (hash ^ c) * 16777619u;
        return new($"{PoolPrefix}{hash % PoolSize}");
    }
}
