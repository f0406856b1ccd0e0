using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Tests.Privacy;

/// <summary>Published values of numerical accountants: Microsoft's prv_accountant as Opacus tests against it, TensorFlow Privacy, Google's differential-privacy library.</summary>
public class PrivacyLossTests
{
    /// <summary>The published program's grid is as coarse as 0.01 allows: at ε near 0.01 that is 3e-4 of it.</summary>
    private const double ItsGrid = 4e-4;

    /// <summary>It takes the mean of a round's loss from ten integrals, each to SciPy's 1.49e-8.</summary>
    private const double ItsIntegrals = 10 * 1.49e-8;

    // sigma, q, rounds, bound of epsilon at 1e-6
    public static TheoryData<double, double, int, double> Published { get; } = new()
    {
        { 0.8, 0.001, 100, 0.270403364058 }, { 1.5, 0.001, 100, 0.039369419309 }, { 2.0, 0.001, 100, 0.029104536948 }, { 3.0, 0.001, 100, 0.021520093439 },
        { 0.8, 0.05, 100, 6.741051939419 }, { 1.5, 0.05, 100, 1.953853135684 }, { 2.0, 0.05, 100, 1.283637379624 }, { 3.0, 0.05, 100, 0.767933789667 },
        { 0.8, 0.2, 100, 24.333664177925 }, { 1.5, 0.2, 100, 8.498977859121 }, { 2.0, 0.2, 100, 5.672055608824 }, { 3.0, 0.2, 100, 3.381220510222 },
        { 0.8, 0.001, 1000, 0.477771266185 }, { 1.5, 0.001, 1000, 0.099820660231 }, { 2.0, 0.001, 1000, 0.071218782538 }, { 3.0, 0.001, 1000, 0.047615930836 },
        { 0.8, 0.05, 1000, 19.525842805374 }, { 1.5, 0.05, 1000, 6.209969246577 }, { 2.0, 0.05, 1000, 4.172799866689 }, { 3.0, 0.05, 1000, 2.527574326060 },
        { 0.8, 0.001, 20000, 1.296009257570 }, { 1.5, 0.001, 20000, 0.437005108655 }, { 2.0, 0.001, 20000, 0.305837939762 }, { 3.0, 0.001, 20000, 0.194031030686 },
        { 0.8, 0.05, 20000, 140.655209760074 }, { 1.5, 0.05, 20000, 38.306617914087 }, { 2.0, 0.05, 20000, 24.421718570323 }, { 3.0, 0.05, 20000, 13.961114699237 },
        { 0.8, 0.001, 50000, 2.034514807716 }, { 1.5, 0.001, 50000, 0.704218384556 }, { 2.0, 0.001, 50000, 0.491354910211 }, { 3.0, 0.001, 50000, 0.309694161157 },
        { 0.8, 0.05, 50000, 291.384325452397 }, { 1.5, 0.05, 50000, 73.190176723833 }, { 2.0, 0.05, 50000, 45.236995861331 }, { 3.0, 0.05, 50000, 24.942005643145 },
        { 0.8, 0.001, 100000, 2.924622119350 }, { 1.5, 0.001, 100000, 1.015288075028 }, { 2.0, 0.001, 100000, 0.706719901081 }, { 3.0, 0.001, 100000, 0.443671720881 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Epsilon_of_the_published_grid(double sigma, double q, int rounds, double published) =>
        Assert.Equal(published, new PrivacyLoss(q, sigma, rounds).Bound(1e-6), ItsGrid + ItsIntegrals * rounds);

    [Fact]
    public void Epsilon_of_Opacus() => Assert.Equal(6.777395712150674, new PrivacyLoss(0.04, 1.5, 2249).Bound(1e-5), 1e-4);

    /// <summary>Opacus searches until the upper end is at most 0.01 below 8.</summary>
    [Theory]
    [InlineData(1.34765625, 2250)]
    [InlineData(1.2915, 2000)]
    public void Noise_that_Opacus_finds_for_a_budget_of_eight(double sigma, int rounds) =>
        Assert.InRange(new PrivacyLoss(0.04, sigma, rounds).Bound(1e-5), 7.989, 8.001);

    [Fact]
    public void Epsilon_of_TensorFlow_Privacy() => Assert.Equal(1.199, new PrivacyLoss(64.0 / 10000, 2.0 / 2, 5 * 10000 / 64).Epsilon(1e-6), 1e-3);

    [Fact]
    public void Delta_of_three_sampled_rounds() => Assert.Equal(0.15594, new PrivacyLoss(0.2, 0.5, 3).Delta(1), 1e-3);

    /// <summary>Google's search for the noise that meets ε 1 and δ 1e-5; the second one's sensitivity is 6.</summary>
    [Theory]
    [InlineData(0.01, 0.67379294682, 1)]
    [InlineData(0.001, 3.20956502598 / 6, 25)]
    public void Noise_that_Google_finds(double q, double sigma, int rounds) => Assert.Equal(1e-5, new PrivacyLoss(q, sigma, rounds).Delta(1), 1e-8);

    [Theory]
    [InlineData(4, 20)]
    [InlineData(8, 50)]
    [InlineData(1, 50)]
    public void Without_sampling_it_is_the_analytic_Gaussian(double sigma, int rounds) =>
        Assert.Equal(AnalyticGaussian.Epsilon(1e-5, AnalyticGaussian.Mu(sigma, rounds)), new PrivacyLoss(1, sigma, rounds).Epsilon(1e-5), 1e-4);

    [Fact]
    public void Hardly_any_noise_is_hardly_any_privacy() => Assert.True(new PrivacyLoss(0.5, 0.02, 1).Epsilon(1e-5) > 500);
}
