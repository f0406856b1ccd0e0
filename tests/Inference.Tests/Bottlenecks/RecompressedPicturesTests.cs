using EdgeActors.Inference.Bottlenecks;
using EdgeActors.Inference.Data;

namespace EdgeActors.Inference.Tests.Bottlenecks;

public sealed class RecompressedPicturesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_bytes_leave_more_of_a_picture_and_none_nothing(bool webp)
    {
        var set = GeneratedPictures.Create(6, seed: 3);
        var recompressed = new RecompressedPictures(set, webp);

        var errors = new[] { 60, 200, 2000 }.Select(bytes => Error(set, recompressed.Within(bytes, out _))).ToArray();

        Assert.True(errors[0] > errors[1] && errors[1] > errors[2], string.Join(" > ", errors));
        recompressed.Within(4, out var without);
        Assert.Equal(set.Count, without);
        recompressed.Within(2000, out without);
        Assert.Equal(0, without);
    }

    private static double Error(PictureSet a, PictureSet b) => a.Pixels.Zip(b.Pixels, (x, y) => (double)(x - y) * (x - y)).Average();
}
