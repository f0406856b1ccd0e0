namespace EdgeActors.Learning.Privacy;

/// <summary>
/// Rényi differential privacy of Gaussian noise on a Poisson sample (Mironov, Talwar, Zhang 2019, section 3.3). For fractional orders the binomial
/// coefficients alternate in sign: they are summed signed, where summing magnitudes would only bound the result from above.
/// </summary>
public static class RdpAccountant
{
    /// <summary>1.1 to 10.9 by tenths, then 12 to 63: the grid of the published tables.</summary>
    public static IReadOnlyList<double> Orders { get; } = [.. Enumerable.Range(1, 99).Select(i => 1 + i / 10.0), .. Enumerable.Range(12, 52).Select(i => (double)i)];

    /// <summary>ε for δ after <paramref name="rounds"/> rounds, and the order at which the bound is best.</summary>
    /// <param name="sampling">q: each device takes part with this probability, independently of the others.</param>
    /// <param name="noiseMultiplier">σ: standard deviation of the noise in units of the clip norm.</param>
    public static (double Epsilon, double Order) Epsilon(double sampling, double noiseMultiplier, int rounds, double delta, IReadOnlyList<double>? orders = null)
    {
        if (rounds == 0) return (0, 0);
        return Convert((orders ?? Orders).Select(order => (order, rounds * Divergence(sampling, noiseMultiplier, order))), delta);
    }

    /// <summary>RDP to (ε, δ) by Canonne, Kamath and Steinke 2020, proposition 12.</summary>
    public static (double Epsilon, double Order) Convert(IEnumerable<(double Order, double Rdp)> curve, double delta) => curve
        .Select(point => (Epsilon: Math.Max(0, point.Rdp + Math.Log((point.Order - 1) / point.Order) - Math.Log(delta * point.Order) / (point.Order - 1)), point.Order))
        .MinBy(bound => bound.Epsilon);

    /// <summary>The Rényi divergence of one round at one order.</summary>
    public static double Divergence(double sampling, double noiseMultiplier, double order)
    {
        if (sampling is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(sampling), sampling, "a probability");
        if (!(noiseMultiplier > 0)) return double.PositiveInfinity;
        if (sampling == 0) return 0;
        if (sampling == 1) return order / (2 * noiseMultiplier * noiseMultiplier);
        var moment = order == Math.Floor(order)
            ? LogMomentInteger(sampling, noiseMultiplier, (int)order)
            : LogMomentFractional(sampling, noiseMultiplier, order);
        return moment / (order - 1);
    }

    private static double LogMomentInteger(double q, double sigma, int order)
    {
        var total = double.NegativeInfinity;
        var logBinomial = 0.0;
        for (var i = 0; i <= order; i++)
        {
            var term = logBinomial + i * Math.Log(q) + (order - i) * Math.Log(1 - q) + (double)i * (i - 1) / (2 * sigma * sigma);
            total = LogAdd(total, term);
            logBinomial += Math.Log(order - i) - Math.Log(i + 1);
        }

        return total;
    }

    private static double LogMomentFractional(double q, double sigma, double order)
    {
        double low = double.NegativeInfinity, high = double.NegativeInfinity;
        var crossing = sigma * sigma * Math.Log(1 / q - 1) + 0.5;
        var logBinomial = 0.0;
        var sign = 1;
        for (var i = 0; ; i++)
        {
            var j = order - i;
            var logLow = logBinomial + i * Math.Log(q) + j * Math.Log(1 - q) + Math.Log(0.5)
                + NormalDistribution.LogErfc((i - crossing) / (Math.Sqrt(2) * sigma)) + ((double)i * i - i) / (2 * sigma * sigma);
            var logHigh = logBinomial + j * Math.Log(q) + i * Math.Log(1 - q) + Math.Log(0.5)
                + NormalDistribution.LogErfc((crossing - j) / (Math.Sqrt(2) * sigma)) + (j * j - j) / (2 * sigma * sigma);
            low = sign > 0 ? LogAdd(low, logLow) : LogSubtract(low, logLow);
            high = sign > 0 ? LogAdd(high, logHigh) : LogSubtract(high, logHigh);
            if (i > order && Math.Max(logLow, logHigh) < -30 + Math.Max(0, Math.Max(low, high))) break;
            var factor = (order - i) / (i + 1);
            if (factor < 0) sign = -sign;
            logBinomial += Math.Log(Math.Abs(factor));
        }

        return LogAdd(low, high);
    }

    private static double LogAdd(double a, double b)
    {
        var (small, large) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(small) ? large : large + Math.Log(1 + Math.Exp(small - large));
    }

    private static double LogSubtract(double a, double b)
    {
        if (double.IsNegativeInfinity(b)) return a;
        if (a <= b) throw new InvalidOperationException("a moment's partial sum became negative: the order is too large for double precision");
        return a + Math.Log(1 - Math.Exp(b - a));
    }
}
