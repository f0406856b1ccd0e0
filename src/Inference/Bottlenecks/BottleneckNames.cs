namespace EdgeActors.Inference.Bottlenecks;

/// <summary>What the parts of a bottleneck are called in its network.</summary>
public static class BottleneckNames
{
    /// <summary>Every value and weight that a bottleneck brings begins so.</summary>
    public const string Prefix = "neck.";

    /// <summary>The code, <c>[batch, symbols]</c>: the tensor at which the network is cut. Half-integers around 0; 0 itself is a symbol that was not sent.</summary>
    public const string Code = Prefix + "code";

    /// <summary>While training: 1 for the symbols that are sent and 0 for the others, <c>[batch, symbols]</c>.</summary>
    public const string Sent = Prefix + "sent";

    internal const string Latent = Prefix + "latent";

    /// <summary>The cut's name in the bundle: where the encoder begins, and that there is one.</summary>
    public static string CutId(string at) => $"{at.ToLowerInvariant()}-neck";
}
