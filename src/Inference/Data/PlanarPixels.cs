namespace EdgeActors.Inference.Data;

/// <summary>From interleaved RGBA, as pictures are decoded, to planar RGB, as networks take them.</summary>
internal static class PlanarPixels
{
    /// <param name="plane">Pixels of one picture.</param>
    public static byte[] Of(ReadOnlySpan<byte> rgba, int plane)
    {
        var planar = new byte[PictureSet.Channels * plane];
        Write(rgba, planar);
        return planar;
    }

    public static void Write(ReadOnlySpan<byte> rgba, Span<byte> planar)
    {
        var plane = planar.Length / PictureSet.Channels;
        for (var i = 0; i < plane; i++)
        {
            planar[i] = rgba[4 * i];
            planar[plane + i] = rgba[4 * i + 1];
            planar[2 * plane + i] = rgba[4 * i + 2];
        }
    }
}
