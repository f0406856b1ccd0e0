using SkiaSharp;

namespace EdgeActors.Inference.Tasks;

/// <summary>
/// Reads JPEG, PNG, WebP, GIF (first frame) and BMP. Checks the header first, so a decompression bomb costs nothing; honours the EXIF
/// orientation, since a phone's picture lying on its side is another picture to a model.
/// </summary>
public static class PictureDecoder
{
    private static readonly Dictionary<SKEncodedImageFormat, string> MediaTypes = new()
    {
        [SKEncodedImageFormat.Jpeg] = "image/jpeg",
        [SKEncodedImageFormat.Png] = "image/png",
        [SKEncodedImageFormat.Webp] = "image/webp",
        [SKEncodedImageFormat.Gif] = "image/gif",
        [SKEncodedImageFormat.Bmp] = "image/bmp",
    };

    public static IReadOnlyCollection<string> Supported => MediaTypes.Values;

    /// <summary>Size and type from the header alone; cheap enough for a gateway to check each upload.</summary>
    /// <exception cref="PictureException">With the code that says what is wrong.</exception>
    public static PictureHeader ReadHeader(byte[] encoded, PictureLimits? limits = null)
    {
        using var codec = Open(encoded);
        return Check(codec, limits ?? PictureLimits.Default);
    }

    /// <inheritdoc cref="ReadHeader"/>
    public static Picture Decode(byte[] encoded, PictureLimits? limits = null)
    {
        using var codec = Open(encoded);
        var header = Check(codec, limits ?? PictureLimits.Default);
        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
            throw new PictureException(PictureException.Undecodable,
                $"The {header.MediaType} of {encoded.Length} bytes breaks off or is damaged ({result}): send the picture again.");
        return Upright(bitmap, codec.EncodedOrigin, header);
    }

    private static SKCodec Open(byte[] encoded)
    {
        if (encoded.Length == 0) throw new PictureException(PictureException.Empty, "The picture has 0 bytes: send a file with content.");
        using var data = SKData.CreateCopy(encoded);
        return SKCodec.Create(data)
            ?? throw new PictureException(PictureException.Undecodable,
                $"These {encoded.Length} bytes are not a picture that can be read: send {string.Join(", ", Supported)}.");
    }

    private static PictureHeader Check(SKCodec codec, PictureLimits limits)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (!MediaTypes.TryGetValue(codec.EncodedFormat, out var mediaType))
            throw new PictureException(PictureException.TypeUnsupported,
                $"A picture of type {codec.EncodedFormat} is not supported: send {string.Join(", ", Supported)}.");
        if (Math.Min(width, height) < limits.MinSide)
            throw new PictureException(PictureException.TooSmall,
                $"The picture is {width} x {height} pixels: each side needs at least {limits.MinSide}.");
        if ((long)width * height > limits.MaxPixels)
            throw new PictureException(PictureException.TooLarge,
                $"The picture is {width} x {height} = {(long)width * height:N0} pixels: at most {limits.MaxPixels:N0} are taken; scale it down.");
        return codec.EncodedOrigin >= SKEncodedOrigin.LeftTop
            ? new PictureHeader(mediaType, height, width)
            : new PictureHeader(mediaType, width, height);
    }

    private static Picture Upright(SKBitmap decoded, SKEncodedOrigin origin, PictureHeader header)
    {
        using var surface = new SKBitmap(new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(surface))
        {
            canvas.Clear(SKColors.White);
            canvas.SetMatrix(Orientation(origin, header.Width, header.Height));
            canvas.DrawBitmap(decoded, 0, 0);
        }
        return new Picture(header.Width, header.Height, surface.GetPixelSpan().ToArray());
    }

    /// <summary>From stored to upright coordinates; width and height are the upright ones. The eight cases of EXIF tag 0x0112.</summary>
    private static SKMatrix Orientation(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
