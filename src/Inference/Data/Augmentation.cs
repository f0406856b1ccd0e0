using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data;

/// <summary>
/// Random changes of a training picture that leave its class alone: shifted by up to <paramref name="CropPadding"/> pixels
/// (crop of the picture padded by reflection), mirrored, and with a square of <paramref name="Cutout"/> pixels
/// blanked to the mean (DeVries and Taylor 2017). Zero or false switches one off.
/// </summary>
public sealed record Augmentation(int CropPadding = 0, bool Flip = false, int Cutout = 0)
{
    public static readonly Augmentation None = new();

    /// <summary>The usual recipe for 32x32 pictures (He et al. 2016, section 4.2).</summary>
    public static readonly Augmentation CropAndFlip = new(CropPadding: 4, Flip: true);

    /// <summary>
    /// Writes one picture, planar 8-bit in, planar float out, through <paramref name="scale"/> (one table of 256
    /// values per channel: normalised value of each byte).
    /// </summary>
    internal void Apply(ReadOnlySpan<byte> picture, Span<float> into, int height, int width, float[][] scale, ref SeededRandom random)
    {
        var dy = CropPadding == 0 ? 0 : random.NextInt(2 * CropPadding + 1) - CropPadding;
        var dx = CropPadding == 0 ? 0 : random.NextInt(2 * CropPadding + 1) - CropPadding;
        var mirrored = Flip && random.NextBool();
        Span<int> columns = stackalloc int[width];
        for (var x = 0; x < width; x++)
        {
            columns[x] = Reflect((mirrored ? width - 1 - x : x) + dx, width);
        }

        var plane = height * width;
        for (var c = 0; c < PictureSet.Channels; c++)
        {
            var table = scale[c];
            for (var y = 0; y < height; y++)
            {
                var row = picture.Slice(c * plane + Reflect(y + dy, height) * width, width);
                var target = into.Slice(c * plane + y * width, width);
                for (var x = 0; x < width; x++)
                {
                    target[x] = table[row[columns[x]]];
                }
            }
        }

        if (Cutout > 0)
        {
            Blank(into, height, width, random.NextInt(height), random.NextInt(width));
        }
    }

    private void Blank(Span<float> picture, int height, int width, int centreY, int centreX)
    {
        var (top, left) = (Math.Max(0, centreY - Cutout / 2), Math.Max(0, centreX - Cutout / 2));
        var (bottom, right) = (Math.Min(height, centreY - Cutout / 2 + Cutout), Math.Min(width, centreX - Cutout / 2 + Cutout));
        for (var c = 0; c < PictureSet.Channels; c++)
        {
            for (var y = top; y < bottom; y++)
            {
                picture.Slice((c * height + y) * width + left, right - left).Clear();   // zero is the mean after normalisation
            }
        }
    }

    private static int Reflect(int at, int size) => at < 0 ? -at : at >= size ? 2 * size - 2 - at : at;
}
