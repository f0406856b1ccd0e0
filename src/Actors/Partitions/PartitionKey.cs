namespace EdgeActors.Actors.Partitions;

/// <summary>One graph on one host.</summary>
/// <param name="Sha256">Of the file: the same graph is one partition, whichever bundle names it.</param>
/// <param name="Path">Where it lies; not part of what it is.</param>
public sealed record PartitionKey(string Model, string Sha256, string Path)
{
    public bool Equals(PartitionKey? other) => other?.Sha256 == Sha256;

    public override int GetHashCode() => Sha256.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Model}.{Sha256[..Math.Min(12, Sha256.Length)]}";
}
