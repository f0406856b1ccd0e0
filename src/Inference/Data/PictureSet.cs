using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data;

/// <summary>
/// Labelled pictures of one size, decoded and in memory. <see cref="Pixels"/> is 8-bit RGB, planar:
/// [count, 3, height, width]; <see cref="Classes"/> holds an index into <see cref="Labels"/> for each picture.
/// </summary>
public sealed record PictureSet(string Name, IReadOnlyList<string> Labels, int Height, int Width, byte[] Pixels, int[] Classes)
{
    public const int Channels = 3;

    public int Count => Classes.Length;

    /// <summary>Bytes of one decoded picture.</summary>
    public int PictureLength => Channels * Height * Width;

    public ReadOnlySpan<byte> Picture(int index) => Pixels.AsSpan(index * PictureLength, PictureLength);

    /// <summary>Pictures one after another, float32 [count, 3, height, width].</summary>
    /// <param name="tables">See <see cref="ChannelNormalization.Tables"/>.</param>
    public float[] Normalized(int start, int count, float[][] tables)
    {
        var values = new float[count * PictureLength];
        for (var i = 0; i < count; i++)
        {
            ChannelNormalization.Apply(Picture(start + i), values.AsSpan(i * PictureLength, PictureLength), tables);
        }

        return values;
    }

    /// <summary>The pictures at <paramref name="indices"/>, in that order.</summary>
    public PictureSet Subset(string name, IReadOnlyList<int> indices)
    {
        var pixels = new byte[(long)indices.Count * PictureLength];
        var classes = new int[indices.Count];
        for (var i = 0; i < indices.Count; i++)
        {
            Picture(indices[i]).CopyTo(pixels.AsSpan(i * PictureLength));
            classes[i] = Classes[indices[i]];
        }

        return this with { Name = name, Pixels = pixels, Classes = classes };
    }

    /// <summary>The same pictures, left and right exchanged.</summary>
    public PictureSet Mirrored()
    {
        var pixels = Pixels.ToArray();
        for (var row = 0; row < pixels.Length; row += Width) pixels.AsSpan(row, Width).Reverse();
        return this with { Name = $"{Name} (mirrored)", Pixels = pixels };
    }

    /// <summary>
    /// Sets <paramref name="count"/> pictures aside, drawn by <paramref name="seed"/>: choices (schedule, size) are made
    /// on those, so that the test set is looked at once.
    /// </summary>
    public (PictureSet Kept, PictureSet HeldOut) HoldOut(int count, long seed)
    {
        if (count < 0 || count >= Count)
        {
            throw new DataSetException($"Can't hold out {count} of the {Count} pictures of {Name}: ask for 0 to {Count - 1}.");
        }

        var order = new SeededRandom(seed).Permutation(Count);
        return (Subset(Name, order[count..]), Subset($"{Name} (held out)", order[..count]));
    }

    /// <summary>Refuses what nothing can be learned from: no pictures, or fewer than two classes present.</summary>
    /// <exception cref="DataSetException"/>
    public PictureSet RequireTrainable()
    {
        if (Count == 0)
        {
            throw new DataSetException($"The data set {Name} has no pictures.");
        }

        var first = Classes[0];
        return Array.Exists(Classes, c => c != first)
            ? this
            : throw new DataSetException($"All {Count} pictures of {Name} are of class '{Labels[first]}': training a classifier needs at least two classes with pictures.");
    }
}
