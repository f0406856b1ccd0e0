using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data.Words;

/// <summary>
/// Square pictures with what is asked or said about them, in memory. <see cref="Pixels"/> is 8-bit RGB, planar: [pictures, 3, side, side].
/// </summary>
public sealed record WordedPictures(string Name, int Side, byte[] Pixels, IReadOnlyList<WordedExample> Examples)
{
    public const int Channels = 3;

    /// <summary>Bytes of one picture.</summary>
    public int PictureLength => Channels * Side * Side;

    public int Pictures => Pixels.Length / PictureLength;

    public ReadOnlySpan<byte> Picture(int index) => Pixels.AsSpan(index * PictureLength, PictureLength);

    /// <summary>
    /// Sets some of the pictures aside with everything that is said about them, drawn by seed: choices are made on those, never on the test set.
    /// </summary>
    public (WordedPictures Kept, WordedPictures HeldOut) HoldOut(int pictures, long seed)
    {
        if (pictures < 1 || pictures >= Pictures)
            throw new DataSetException($"Can't hold out {pictures} of the {Pictures} pictures of {Name}: ask for 1 to {Pictures - 1}.");
        var aside = new SeededRandom(seed).Permutation(Pictures)[..pictures].ToHashSet();
        return (this with { Examples = [.. Examples.Where(e => !aside.Contains(e.Picture))] },
            this with { Name = $"{Name} (held out)", Examples = [.. Examples.Where(e => aside.Contains(e.Picture))] });
    }
}
