namespace EdgeActors.Learning.Updates;

/// <summary>
/// Signed fixed-point numbers of a few bits: <c>level = round(value · Scale)</c>, saturating at the ends of the two's complement range.
/// All devices of a round use the same one, so that levels may be added without being understood.
/// </summary>
public sealed record FixedPoint
{
    /// <param name="scale">Levels per unit of value.</param>
    /// <param name="bits">Width of one level, 2 to 24: above that a float's own mantissa is the limit.</param>
    public FixedPoint(double scale, int bits)
    {
        if (!double.IsFinite(scale) || scale <= 0) throw new ArgumentOutOfRangeException(nameof(scale), scale, "a scale is finite and above zero");
        if (bits is < 2 or > 24) throw new ArgumentOutOfRangeException(nameof(bits), bits, "a level has 2 to 24 bits");
        Scale = scale;
        Bits = bits;
    }

    public double Scale { get; }
    public int Bits { get; }
    public int Minimum => -(1 << (Bits - 1));
    public int Maximum => (1 << (Bits - 1)) - 1;

    /// <summary>R_U of Bonawitz et al. 2017: how many values one coordinate can take.</summary>
    public int Levels => 1 << Bits;

    /// <summary>The widest steps that still reach ±<paramref name="range"/>.</summary>
    public static FixedPoint ForRange(double range, int bits) => new(((1 << (bits - 1)) - 1) / range, bits);

    /// <summary>Nearest level, ties to even.</summary>
    /// <returns>How many values lay outside the range and were saturated.</returns>
    public int Quantize(ReadOnlySpan<float> values, Span<int> levels)
    {
        var saturated = 0;
        for (var i = 0; i < values.Length; i++) levels[i] = Saturate(Math.Round(values[i] * Scale), ref saturated);
        return saturated;
    }

    /// <summary>
    /// Rounds up with the probability of the remainder, so the expectation is the value itself: rounding errors of many devices and rounds
    /// cancel instead of adding up, which is why unbiased schemes need no error feedback.
    /// </summary>
    /// <returns>How many values lay outside the range and were saturated.</returns>
    public int QuantizeStochastic(ReadOnlySpan<float> values, Span<int> levels, SeededRandom random)
    {
        var saturated = 0;
        for (var i = 0; i < values.Length; i++) levels[i] = Saturate(Math.Floor(values[i] * Scale + random.NextDouble()), ref saturated);
        return saturated;
    }

    /// <summary>Toward zero: no magnitude grows, so a clipped update stays inside its clip and keeps the sensitivity that noise is measured against.</summary>
    /// <returns>How many values lay outside the range and were saturated.</returns>
    public int QuantizeInward(ReadOnlySpan<float> values, Span<int> levels)
    {
        var saturated = 0;
        for (var i = 0; i < values.Length; i++) levels[i] = Saturate(Math.Truncate(values[i] * Scale), ref saturated);
        return saturated;
    }

    public void Dequantize(ReadOnlySpan<int> levels, Span<float> values)
    {
        for (var i = 0; i < levels.Length; i++) values[i] = (float)(levels[i] / Scale);
    }

    private int Saturate(double level, ref int saturated)
    {
        if (level >= Minimum && level <= Maximum) return (int)level;
        saturated++;
        return level > Maximum ? Maximum : Minimum;
    }
}
