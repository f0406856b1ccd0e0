namespace EdgeActors.Learning.Compression;

/// <summary>Writes small signed integers, mostly near zero, as few bytes.</summary>
public interface ILevelCoder
{
    string Name { get; }

    byte[] Encode(ReadOnlySpan<int> levels);

    /// <exception cref="FormatException">The bytes do not hold exactly that many levels.</exception>
    void Decode(ReadOnlySpan<byte> bytes, Span<int> levels);
}
