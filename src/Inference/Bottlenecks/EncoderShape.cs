namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// Widths of an encoder: convolutions of stride 2 down to 4 x 4, each wider than the one before and followed by residual units of a depthwise and a
/// pointwise convolution (Chollet 2017, "Xception"), which give depth for an eighth of a whole convolution's work. The means of 2 x 2 quarters, as one
/// vector, give the symbols.
/// </summary>
/// <param name="Channels">Of the cut tensor.</param>
/// <param name="Side">Of the cut tensor, pixels.</param>
/// <param name="Width">Of the first stage; stage n has n times as many channels, and n residual units.</param>
/// <param name="Symbols">Of the code.</param>
internal sealed record EncoderShape(long Channels, long Side, long Width, long Symbols)
{
    /// <summary>Where the stages end.</summary>
    private const long SmallestSide = 4;

    private const long Kernel = 3;

    /// <summary>Widths come in so many channels, so that groups of a normalisation divide them.</summary>
    private const long WidthStep = 8;

    /// <summary>Side, channels and residual units of each stage.</summary>
    public IReadOnlyList<(long Side, long Channels, int Residuals)> Stages
    {
        get
        {
            var stages = new List<(long Side, long Channels, int Residuals)>();
            for (var side = (Side + 1) / 2; ; side = (side + 1) / 2)
            {
                var n = stages.Count + 1;
                stages.Add((side, Width * n, n));
                if (side <= SmallestSide) return stages;
            }
        }
    }

    /// <summary>Of the square over which the last features are averaged.</summary>
    public long Pool => Stages[^1].Side % 2 == 0 ? Stages[^1].Side / 2 : 1;

    /// <summary>Multiply-adds for one example.</summary>
    public long Macs
    {
        get
        {
            var (sum, channels) = (0L, Channels);
            foreach (var stage in Stages)
            {
                var perPixel = Kernel * Kernel * channels * stage.Channels + stage.Residuals * (Kernel * Kernel + stage.Channels) * stage.Channels;
                sum += stage.Side * stage.Side * perPixel;
                channels = stage.Channels;
            }
            var quarters = Stages[^1].Side / Pool;
            return sum + quarters * quarters * channels * Symbols;
        }
    }

    /// <summary>The widest that costs at most <paramref name="budget"/>; null where not even the narrowest does.</summary>
    public static EncoderShape? Within(long budget, long channels, long side, long symbols)
    {
        EncoderShape? widest = null;
        for (var shape = new EncoderShape(channels, side, WidthStep, symbols); shape.Macs <= budget; shape = shape with { Width = shape.Width + WidthStep })
            widest = shape;
        return widest;
    }
}
