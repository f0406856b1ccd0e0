namespace EdgeActors.Inference.Bundles;

/// <summary>One place where a bundle's model may be cut: the tensors that cross, the two graphs, and what was measured of them.</summary>
public sealed record BundleCut
{
    /// <summary>Unique in the bundle; plain text of letters, digits, dashes and dots.</summary>
    public required string Id { get; init; }

    /// <summary>Every tensor that crosses: outputs of the head, inputs of the tail.</summary>
    public required IReadOnlyList<CutTensor> Tensors { get; init; }

    public required FileReference Head { get; init; }
    public required FileReference Tail { get; init; }

    /// <summary>The network that was cut into them, where it is not the uncut model itself but one with a bottleneck trained into it.</summary>
    public FileReference? Network { get; init; }

    /// <summary>Multiply-adds for one example.</summary>
    public required long HeadMacs { get; init; }

    /// <inheritdoc cref="HeadMacs"/>
    public required long TailMacs { get; init; }

    /// <summary>Peak bytes of weights and live activations for one example.</summary>
    public required long HeadPeakBytes { get; init; }

    /// <inheritdoc cref="HeadPeakBytes"/>
    public required long TailPeakBytes { get; init; }

    /// <summary>The ladder of codecs measured at this cut, in any order.</summary>
    public required IReadOnlyList<CutCodec> Codecs { get; init; }

    /// <summary>That tail(head(x)) is full(x), or what <see cref="Network"/> gives; a cut without it is not offered.</summary>
    public required CutEquality Equality { get; init; }

    /// <summary>Bytes across without any codec, for one example.</summary>
    public long PlainBytes => Tensors.Sum(t => t.Bytes);

    internal string? Fault() => this switch
    {
        { Id: "" or CutNames.Input or CutNames.Output } => $"a cut cannot be called '{Id}'",
        { Tensors.Count: 0 } => $"cut {Id} has no tensors",
        _ when !Sha256Digest.IsDigest(Head.Sha256) || !Sha256Digest.IsDigest(Tail.Sha256) => $"cut {Id} lacks the digest of its head or tail",
        _ when Network is not null && !Sha256Digest.IsDigest(Network.Sha256) => $"cut {Id} lacks the digest of its network",
        _ when !Equality.Holds => $"cut {Id} changes what the model answers: {Equality}",
        _ => null,
    };
}
