using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Plans;

/// <summary>Differential privacy per device. The clip is <see cref="RingPlan.Clip"/>.</summary>
public sealed record PrivacyPlan
{
    public NoisePlace Noise { get; init; }

    /// <summary>σ: standard deviation of the sum's noise in units of the clip.</summary>
    public double Multiplier { get; init; } = 1;

    public double Delta { get; init; } = 1e-5;

    /// <summary>ε at which the run stops.</summary>
    public double Budget { get; init; } = 8;

    public PrivacyBudget ToBudget(double poissonRate) => new(Multiplier, poissonRate > 0 ? poissonRate : 1, Delta, Budget);
}
