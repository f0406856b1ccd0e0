using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Tests.Privacy;

/// <summary>Published values: Opacus, TensorFlow Privacy, Google's differential-privacy library; and values that code reproducing those gave for federated settings.</summary>
public class AccountantTests
{
    [Theory]
    [InlineData(0.04, 1.5, 2250, 1e-5, 7.32911117143, 3.9)]                  // Opacus
    [InlineData(150.0 / 60000, 1.3, 6000, 1e-5, 0.7242234026109595, 19)]     // TensorFlow Privacy: 15 epochs
    [InlineData(100.0 / 100000, 1.0, 30000, 1e-7, 1.4154988495444842, 13)]   // 30 epochs
    public void Renyi_epsilon(double q, double sigma, int steps, double delta, double epsilon, double order)
    {
        var (spent, best) = RdpAccountant.Epsilon(q, sigma, steps, delta);
        Assert.Equal(epsilon, spent, 1e-6);
        Assert.Equal(order, best, 1e-9);
    }

    [Theory]
    [InlineData(2.5, 1.08548710e-3)]
    [InlineData(5, 2.18075656e-3)]
    [InlineData(50, 2.38460375e-2)]
    [InlineData(100, 167.416308)]
    public void Renyi_curve_of_fifty_steps(double order, double rdp)
    {
        // At 2.5 the reference adds magnitudes; there the difference is below its own rounding, at 1.5 it is not.
        var value = 50 * RdpAccountant.Divergence(0.01, 2.5, order);
        Assert.Equal(1, value / rdp, order == Math.Floor(order) ? 1e-6 : 0.01);
    }

    [Fact]
    public void Fractional_orders_are_summed_signed() => Assert.Equal(6.50071e-4, 50 * RdpAccountant.Divergence(0.01, 2.5, 1.5), 1e-8);

    [Fact]
    public void Conversion_of_a_constant_curve()
    {
        var (epsilon, order) = RdpAccountant.Convert(Enumerable.Range(2, 31).Select(a => ((double)a, 1.1)), 1e-5);
        Assert.Equal(1.32783806176, epsilon, 1e-9);
        Assert.Equal(32, order);
    }

    [Fact]
    public void Gaussian_without_sampling() => Assert.Equal(1, RdpAccountant.Epsilon(1, 4.530877117, 1, 1e-6).Epsilon, 0.001);

    /// <summary>Tree aggregation (Kairouz et al. 2021, DP-FTRL) of 1,600 steps: each is in the 11 nodes on its way to the root, which is as many Gaussians.</summary>
    [Theory]
    [InlineData(1.13, 19.74)]
    [InlineData(8.83, 2.04)]
    public void Nodes_of_a_tree_compose_like_rounds(double sigma, double published)
    {
        var nodes = 1 + (int)Math.Log2(1600);
        // Published with an older conversion from Rényi, which was looser.
        Assert.InRange(RdpAccountant.Epsilon(1, sigma, nodes, 1e-6).Epsilon, 0.85 * published, published);
    }

    [Theory]
    [InlineData(0.8, 0.001, 100, 0.2704034)] // numerical accounting is tighter, and a Rényi bound below it would be wrong
    [InlineData(1.5, 0.05, 1000, 6.2099692)]
    [InlineData(3.0, 0.2, 100, 3.3812205)]
    [InlineData(2.0, 0.001, 50000, 0.4913549)]
    public void Renyi_bounds_numerical_accounting_from_above(double sigma, double q, int steps, double numerical) =>
        Assert.True(RdpAccountant.Epsilon(q, sigma, steps, 1e-6).Epsilon > numerical);

    [Theory]
    [InlineData(4, 20, 4.983306)]
    [InlineData(4, 50, 8.595866)]
    [InlineData(4, 100, 13.206712)]
    [InlineData(8, 50, 3.796536)]
    [InlineData(1, 50, 54.376639)]
    public void Full_participation_is_exact(double sigma, int rounds, double epsilon) =>
        Assert.Equal(epsilon, new PrivacyBudget(sigma, 1, 1e-5, 100).Spent(rounds), 1e-5);

    [Theory]
    [InlineData(4, 20, 5.377728)]
    [InlineData(4, 50, 9.234959)]
    [InlineData(4, 100, 14.132226)]
    [InlineData(8, 50, 4.105662)]
    [InlineData(1, 50, 57.301693)]
    public void Renyi_at_full_participation(double sigma, int rounds, double epsilon) =>
        Assert.Equal(epsilon, RdpAccountant.Epsilon(1, sigma, rounds, 1e-5).Epsilon, 1e-3);

    [Fact]
    public void Sampled_federated_setting()
    {
        Assert.Equal(8.890282, RdpAccountant.Epsilon(0.3, 1.5, 50, 1e-5).Epsilon, 1e-5);
        var spent = new PrivacyBudget(1.5, 0.3, 1e-5, 100).Spent(50);
        Assert.True(spent < 8.890282);
        Assert.Equal(new PrivacyLoss(0.3, 1.5, 50).Bound(1e-5), spent);
    }

    [Fact]
    public void Exact_delta_of_three_rounds() => Assert.Equal(0.1269367, AnalyticGaussian.Delta(1, AnalyticGaussian.Mu(Math.Sqrt(3), 3)), 1e-6);

    [Fact]
    public void Exact_delta_of_one_query() => Assert.Equal(0.78760074, AnalyticGaussian.Delta(1, 3), 1e-7);

    [Fact]
    public void Exact_delta_where_Renyi_says_one_millionth() => Assert.Equal(2.16e-7, AnalyticGaussian.Delta(1, 1 / 4.530877117), 1e-9);

    /// <summary>Opacus's Gaussian central limit value for (1.5, 0.04, 2249 steps).</summary>
    [Fact]
    public void Central_limit_epsilon() =>
        Assert.InRange(AnalyticGaussian.Epsilon(1e-5, 0.04 * Math.Sqrt(2249 * (Math.Exp(1 / (1.5 * 1.5)) - 1))), 6.59, 6.6);

    /// <summary>TensorFlow Privacy, 5 epochs of 10,000 examples in no order of chance: an exchanged example counts twice.</summary>
    [Fact]
    public void Five_epochs_without_sampling()
    {
        Assert.Equal(13.376, RdpAccountant.Epsilon(1, 2.0 / 2, 5, 1e-6).Epsilon, 1e-3);
        Assert.Equal(12.595, AnalyticGaussian.Epsilon(1e-6, AnalyticGaussian.Mu(2.0 / 2, 5)), 1e-3);
    }

    [Fact]
    public void Five_epochs_with_Poisson_sampling() => Assert.Equal(1.616, RdpAccountant.Epsilon(64.0 / 10000, 2.0 / 2, 5 * 10000 / 64, 1e-6).Epsilon, 1e-3);

    /// <summary>TensorFlow Privacy's tutorial on MNIST, by the conversion of Mironov 2017, proposition 3, which ours is tighter than.</summary>
    [Fact]
    public void Older_conversion_of_the_MNIST_tutorial()
    {
        const double Sampling = 256.0 / 60000;
        var rounds = 60 * 60000 / 256;
        var older = RdpAccountant.Orders.Min(order => rounds * RdpAccountant.Divergence(Sampling, 1.1, order) - Math.Log(1e-5) / (order - 1));
        Assert.Equal(3.01, older, 0.005);
        Assert.True(RdpAccountant.Epsilon(Sampling, 1.1, rounds, 1e-5).Epsilon < older);
    }

    /// <summary>Opacus's search for the noise that meets ε 8 and δ 1e-5.</summary>
    [Theory]
    [InlineData(1.416, 2250)]
    [InlineData(1.3562, 2000)]
    public void Noise_for_a_budget_of_eight(double sigma, int rounds) => Assert.InRange(RdpAccountant.Epsilon(0.04, sigma, rounds, 1e-5).Epsilon, 7.985, 8.001);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-3, 1.3498980316300946e-3)]
    [InlineData(-10, 7.619853024160527e-24)]
    [InlineData(-30, 4.906713927148187e-198)]
    public void Normal_distribution_far_into_its_tail(double x, double probability) =>
        Assert.Equal(1, NormalDistribution.Cumulative(x) / probability, 1e-12);

    [Fact]
    public void Run_stops_before_it_would_overspend()
    {
        var budget = new PrivacyBudget(4, 1, 1e-5, 5);
        var rounds = budget.RoundsWithin(1000);
        Assert.Equal(20, rounds); // 4.983306 after twenty
        Assert.True(budget.Allows(rounds - 1));
        Assert.False(budget.Allows(rounds));
        Assert.Equal(0, budget.Spent(0));
    }
}
