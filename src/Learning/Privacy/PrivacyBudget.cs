namespace EdgeActors.Learning.Privacy;

/// <summary>
/// How much privacy a run has spent and whether it may go on. With full participation the exact analytic Gaussian is reported; with Poisson sampling the
/// lower of two bounds, Rényi's and the numerical one. Other ways of choosing a cohort get no amplification by sampling and count as full participation.
/// </summary>
/// <param name="NoiseMultiplier">σ: standard deviation of the sum's noise in units of the clip norm.</param>
/// <param name="Sampling">q of the Poisson sample, or 1.</param>
/// <param name="Delta">δ; below one over the number of devices.</param>
/// <param name="Epsilon">The run stops before it would spend more.</param>
public sealed record PrivacyBudget(double NoiseMultiplier, double Sampling, double Delta, double Epsilon)
{
    /// <summary>ε spent after so many committed rounds.</summary>
    public double Spent(int rounds)
    {
        if (rounds == 0) return 0;
        return Sampling < 1
            ? Math.Min(RdpAccountant.Epsilon(Sampling, NoiseMultiplier, rounds, Delta).Epsilon, new PrivacyLoss(Sampling, NoiseMultiplier, rounds).Bound(Delta))
            : AnalyticGaussian.Epsilon(Delta, AnalyticGaussian.Mu(NoiseMultiplier, rounds));
    }

    /// <summary>Whether one more round stays within the budget.</summary>
    public bool Allows(int committedRounds) => Spent(committedRounds + 1) <= Epsilon;

    /// <summary>How many rounds the budget pays for, up to <paramref name="most"/>.</summary>
    public int RoundsWithin(int most)
    {
        int low = 0, high = most;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Spent(middle) <= Epsilon) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>
    /// Standard deviation of each device's noise when it is added on the devices: the variances add up to the sum's as long as at least
    /// <paramref name="fewestUpdates"/> arrive. A round with fewer must not be committed.
    /// </summary>
    public double DeviceDeviation(double clip, int fewestUpdates) => NoiseMultiplier * clip / Math.Sqrt(fewestUpdates);
}
