namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// Widths of an encoder: convolutions of stride 2 down to 4 x 4, each wider than the one before, and another one there, where depth is cheap. The means
/// of 2 x 2 quarters of that, as one vector, give the symbols.
/// </summary>
/// <param name="Channels">Of the cut tensor.</param>
/// <param name="Side">Of the cut tensor, pixels.</param>
/// <param name="Width">Of the first stage; stage n has n times as many channels.</param>
/// <param name="Symbols">Of the code.</param>
internal sealed record EncoderShape(long Channels, long Side, long Width, long Symbols)
{
    /// <summary>Where the stages end.</summary>
    private const long SmallestSide = 4;

    private const long Kernel = 3;

    /// <summary>Widths come in so many channels, so that groups of a normalisation divide them.</summary>
    private const long WidthStep = 8;

    /// <summary>Side and channels of what each stage gives.</summary>
    public IReadOnlyList<(long Side, long Channels)> Stages
    {
        get
        {
            var stages = new List<(long Side, long Channels)>();
            for (var side = (Side + 1) / 2; ; side = (side + 1) / 2)
            {
                stages.Add((side, Width * (stages.Count + 1)));
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
                sum += Kernel * Kernel * stage.Side * stage.Side * stage.Channels * channels;
                channels = stage.Channels;
            }
            var (side, last) = Stages[^1];
            return sum + Kernel * Kernel * side * side * last * last + side / Pool * (side / Pool) * last * Symbols;
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
