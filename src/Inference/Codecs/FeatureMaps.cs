namespace EdgeActors.Inference.Codecs;

/// <summary>How the values of a tensor lie: planes of rows, one per channel and example.</summary>
/// <param name="Channels">1 where the tensor has no channel axis, i.e. a rank below 3.</param>
/// <param name="Plane">Values of one channel of one example.</param>
/// <param name="Width">Of a row; neighbours above are so far back.</param>
internal readonly record struct FeatureMaps(int Channels, int Plane, int Width)
{
    /// <summary>Of <c>[N, C, ...]</c>; null where the tensor has no values.</summary>
    public static FeatureMaps? Of(long[] shape)
    {
        var count = shape.Aggregate(1L, (n, d) => n * d);
        if (count == 0) return null;
        var channels = shape.Length > 2 ? (int)shape[1] : 1;
        var plane = (int)(count / (channels * (shape.Length > 0 ? shape[0] : 1)));
        return new FeatureMaps(channels, plane, shape.Length > 3 ? (int)shape[^1] : plane);
    }
}
