namespace EdgeActors.Learning.Privacy;

/// <summary>The standard normal distribution, to about 1e-15 relative also far out in the tails, where privacy losses live.</summary>
public static class NormalDistribution
{
    private static readonly double LogSqrtPi = 0.5 * Math.Log(Math.PI);

    /// <summary>Φ(x).</summary>
    public static double Cumulative(double x) => Math.Exp(LogCumulative(x));

    /// <summary>ln Φ(x).</summary>
    public static double LogCumulative(double x) => LogErfc(-x / Math.Sqrt(2)) - Math.Log(2);

    /// <summary>ln erfc(x): by the series of erf near zero, by the continued fraction from 2 on (Abramowitz and Stegun 7.1.6, 7.1.14).</summary>
    public static double LogErfc(double x)
    {
        if (x < -2) return Math.Log(2 - Math.Exp(LogErfc(-x)));
        return x < 2 ? Math.Log(1 - Erf(x)) : -x * x - LogSqrtPi + Math.Log(ContinuedFraction(x));
    }

    private static double Erf(double x)
    {
        // 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign, so nothing cancels.
        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the inside out; the levels that it needs fall with x², 43 at x = 2.</summary>
    private static double ContinuedFraction(double x)
    {
        var tail = x;
        for (var k = 10 + (int)(400 / (x * x)); k >= 1; k--) tail = x + k / 2.0 / tail;
        return 1 / tail;
    }
}
