namespace EdgeActors.Learning.Privacy;

/// <summary>
/// The exact privacy of Gaussian noise with everyone taking part in every round (Balle and Wang 2018, theorem 8). T rounds of noise multiplier σ are one
/// Gaussian mechanism with μ = √T/σ (Dong, Roth, Su 2022), so nothing is lost in composing them.
/// </summary>
public static class AnalyticGaussian
{
    /// <summary>δ(ε) = Φ(μ/2 − ε/μ) − e^ε·Φ(−μ/2 − ε/μ).</summary>
    public static double Delta(double epsilon, double mu)
    {
        if (mu == 0) return 0;
        var first = NormalDistribution.Cumulative(mu / 2 - epsilon / mu);
        return Math.Max(first - Math.Exp(epsilon + NormalDistribution.LogCumulative(-mu / 2 - epsilon / mu)), 0);
    }

    /// <summary>The smallest ε with δ(ε) ≤ <paramref name="delta"/>, by bisection to 1e-12.</summary>
    public static double Epsilon(double delta, double mu)
    {
        if (mu == 0 || Delta(0, mu) <= delta) return 0;
        double low = 0, high = 1;
        while (Delta(high, mu) > delta) high *= 2;
        while (high - low > 1e-12 * Math.Max(1, high))
        {
            var middle = (low + high) / 2;
            if (Delta(middle, mu) > delta) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>μ of T rounds.</summary>
    /// <param name="noiseMultiplier">σ: standard deviation of the noise in units of the clip norm.</param>
    public static double Mu(double noiseMultiplier, int rounds) => Math.Sqrt(rounds) / noiseMultiplier;
}
