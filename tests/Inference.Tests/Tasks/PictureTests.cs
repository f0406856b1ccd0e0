using System.Buffers.Binary;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using SkiaSharp;

namespace EdgeActors.Inference.Tests.Tasks;

public sealed class PictureTests
{
    private static readonly PictureInput Input = new() { Tensor = "x", Width = 8, Height = 8, Mean = [0, 0, 0], Std = [1, 1, 1] };

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp")]
    public void Reads_what_people_send(SKEncodedImageFormat format, string mediaType)
    {
        var encoded = Encode(Halves(20, 12), format);

        Assert.Equal(new PictureHeader(mediaType, 20, 12), PictureDecoder.ReadHeader(encoded));
        var picture = PictureDecoder.Decode(encoded);
        Assert.Equal((20, 12), (picture.Width, picture.Height));
        Assert.InRange(picture.Rgba[0], 240, 255);
        Assert.InRange(picture.Rgba[4 * 19], 0, 15);
    }

    [Fact]
    public void Nothing_and_nonsense_and_half_a_picture_each_have_their_error()
    {
        var png = Encode(Halves(64, 64), SKEncodedImageFormat.Png);

        Assert.Equal(PictureException.Empty, Fault([]));
        Assert.Equal(PictureException.Undecodable, Fault("this is no picture at all"u8.ToArray()));
        Assert.Equal(PictureException.Undecodable, Fault(png[..(png.Length / 2)]));
        Assert.Equal(PictureException.TooSmall, Fault(Encode(Halves(1, 1), SKEncodedImageFormat.Png)));
    }

    [Fact]
    public void A_bomb_is_refused_by_its_header_before_memory_is_taken()
    {
        var png = Encode(Halves(16, 16), SKEncodedImageFormat.Png);
        // IHDR holds width and height at 16 and 20, its checksum at 29.
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 20_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 20_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var error = Assert.Throws<PictureException>(() => PictureDecoder.Decode(png));

        Assert.Equal(PictureException.TooLarge, error.Code);
        Assert.Contains("400,000,000", error.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1_000_000);
    }

    [Fact]
    public void A_picture_of_the_right_size_is_not_touched()
    {
        var picture = PictureDecoder.Decode(Encode(Halves(8, 8), SKEncodedImageFormat.Png));

        var tensor = Input.ToTensor(picture);

        Assert.Equal([1, 3, 8, 8], tensor.Shape);
        Assert.Equal(1f, tensor.Floats[0]);
        Assert.Equal(0f, tensor.Floats[7]);
        Assert.Equal(picture.Rgba[2] / 255f, tensor.Floats[128], 1e-6f);
    }

    [Fact]
    public void Mean_std_layout_and_colour_are_those_of_the_manifest()
    {
        var picture = new Picture(8, 8, [.. Enumerable.Range(0, 64).SelectMany(_ => new byte[] { 255, 51, 0, 255 })]);

        var bgr = (Input with { Layout = PictureLayout.Nhwc, Colour = PictureColour.Bgr, Mean = [0.1f, 0.2f, 0.3f], Std = [1f, 2f, 0.5f] }).ToTensor(picture);
        var grey = (Input with { Colour = PictureColour.Grey, Mean = [0], Std = [1] }).ToTensor(picture);

        Assert.Equal([1, 8, 8, 3], bgr.Shape);
        Assert.Equal(-0.1f, bgr.Floats[0], 1e-5f);
        Assert.Equal(0f, bgr.Floats[1], 1e-5f);
        Assert.Equal(1.4f, bgr.Floats[2], 1e-5f);
        Assert.Equal(0.299f + 0.587f * 0.2f, grey.Floats[10], 1e-5f);
    }

    [Fact]
    public void A_wide_picture_keeps_its_middle_or_is_squeezed()
    {
        // White in the middle third, black outside.
        using var bitmap = Draw(24, 8, (canvas, paint) => canvas.DrawRect(8, 0, 8, 8, paint));
        var picture = PictureDecoder.Decode(Encode(bitmap, SKEncodedImageFormat.Png));

        Assert.All(Input.ToTensor(picture).Floats[..64].ToArray(), v => Assert.InRange(v, 0.6f, 1f));
        Assert.Contains((Input with { Fit = PictureFit.Stretch }).ToTensor(picture).Floats[..64].ToArray(), v => v < 0.1f);
    }

    [Fact]
    public void A_picture_lying_on_its_side_is_put_upright()
    {
        var jpeg = Encode(Halves(24, 16), SKEncodedImageFormat.Jpeg);
        var picture = PictureDecoder.Decode(WithOrientation(jpeg, 6));

        // Orientation 6: the stored left edge is the upright top; white was on the left.
        Assert.Equal((16, 24), (picture.Width, picture.Height));
        Assert.InRange(picture.Rgba[0], 240, 255);
        Assert.InRange(picture.Rgba[4 * (16 * 23)], 0, 15);
    }

    [Fact]
    public void Logits_become_labels_best_first()
    {
        var answer = ClassificationTask.Read(TensorData.OfFloats("logits", [1, 3], [1000, 1001, 998]), ["cat", "dog", "ship"], top: 2);

        Assert.Equal(["dog", "cat"], answer.Labels.Select(l => l.Label));
        Assert.Equal(Math.E / (Math.E + 1 + Math.Exp(-2)), answer.Labels[0].Score, 1e-5);
    }

    [Fact]
    public void Logits_that_do_not_fit_the_labels_or_are_not_finite_are_refused()
    {
        Assert.Throws<SessionException>(() => ClassificationTask.Read(TensorData.OfFloats("logits", [1, 2], [1, 2]), ["a", "b", "c"]));
        Assert.Throws<SessionException>(() => ClassificationTask.Read(TensorData.OfFloats("logits", [1, 2], [float.NaN, 2]), ["a", "b"]));
    }

    private static string Fault(byte[] encoded) => Assert.Throws<PictureException>(() => PictureDecoder.Decode(encoded)).Code;

    /// <summary>White on the left, black on the right.</summary>
    private static SKBitmap Halves(int width, int height) => Draw(width, height, (canvas, paint) => canvas.DrawRect(0, 0, width / 2, height, paint));

    private static SKBitmap Draw(int width, int height, Action<SKCanvas, SKPaint> draw)
    {
        var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = false };
        canvas.Clear(SKColors.Black);
        draw(canvas, paint);
        return bitmap;
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format) => bitmap.Encode(format, 95).ToArray();

    /// <summary>An APP1 segment with one EXIF tag (0x0112), right after the start of the file.</summary>
    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2],
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        .. jpeg[2..],
    ];

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }
        return ~crc;
    }
}
