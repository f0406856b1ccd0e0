using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using SkiaSharp;

namespace EdgeActors.Inference.Tasks;

/// <summary>From a decoded picture to the tensor that a model's manifest asks for.</summary>
public static class PicturePreprocessor
{
    // Rec. 601 luma, as PIL's convert("L") and most training code use.
    private const float LumaRed = 0.299f, LumaGreen = 0.587f, LumaBlue = 0.114f;

    /// <returns>Float32, one picture, in the shape of <see cref="PictureInput.Shape"/>.</returns>
    public static TensorData ToTensor(this PictureInput input, Picture picture)
    {
        var pixels = Fit(picture, input);
        var values = new float[input.Channels * input.Width * input.Height];
        var plane = input.Width * input.Height;
        for (var c = 0; c < input.Channels; c++)
        {
            var (scale, shift) = (1f / (255f * input.Std[c]), -input.Mean[c] / input.Std[c]);
            var (start, step) = input.Layout == PictureLayout.Nchw ? (c * plane, 1) : (c, input.Channels);
            for (var p = 0; p < plane; p++) values[start + p * step] = Channel(pixels, p * 4, c, input.Colour) * scale + shift;
        }
        return TensorData.OfFloats(input.Tensor, input.Shape, values);
    }

    private static float Channel(ReadOnlySpan<byte> rgba, int at, int channel, PictureColour colour) => colour switch
    {
        PictureColour.Rgb => rgba[at + channel],
        PictureColour.Bgr => rgba[at + 2 - channel],
        _ => LumaRed * rgba[at] + LumaGreen * rgba[at + 1] + LumaBlue * rgba[at + 2],
    };

    /// <summary>RGBA at the model's size. A picture of that size already is left alone, bit for bit.</summary>
    private static byte[] Fit(Picture picture, PictureInput input)
    {
        if (picture.Width == input.Width && picture.Height == input.Height) return picture.Rgba;

        var whole = new SKRectI(0, 0, picture.Width, picture.Height);
        var source = input.Fit == PictureFit.Stretch ? whole : CropCentre(picture, input);
        using var full = SKImage.FromPixelCopy(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), picture.Rgba);
        using var target = new SKBitmap(new SKImageInfo(input.Width, input.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(target))
        {
            // Mip-maps when shrinking: plain bilinear would skip pixels and alias.
            var sampling = new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear);
            canvas.DrawImage(full, source, new SKRect(0, 0, input.Width, input.Height), sampling);
        }
        return target.GetPixelSpan().ToArray();
    }

    private static SKRectI CropCentre(Picture picture, PictureInput input)
    {
        var scale = Math.Min((double)picture.Width / input.Width, (double)picture.Height / input.Height);
        var (width, height) = ((int)Math.Round(input.Width * scale), (int)Math.Round(input.Height * scale));
        return SKRectI.Create((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }
}
