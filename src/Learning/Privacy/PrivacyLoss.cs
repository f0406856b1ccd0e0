using System.Numerics;

namespace EdgeActors.Learning.Privacy;

/// <summary>
/// The privacy loss of Gaussian noise on a Poisson sample, summed over rounds by Fourier transform: tight where Rényi's bound is not (Koskela, Jälkö and
/// Honkela 2020; Gopi, Lee and Wutschitz 2021). A round's loss is log(P/Q) under P, once for a device that is there and once for one that is not;
/// both sums are kept and the worse one counts.
/// </summary>
/// <param name="sampling">q: each device takes part with this probability, independently of the others; 1 for all.</param>
/// <param name="noiseMultiplier">σ: standard deviation of the noise in units of the clip norm.</param>
public sealed class PrivacyLoss(double sampling, double noiseMultiplier, int rounds)
{
    /// <summary>Points of the grid: a round's loss is rounded to the nearest and its mean put right afterwards.</summary>
    private const int Points = 1 << 18;

    /// <summary>What lies outside the grid is less likely than e to the minus this.</summary>
    private const double LogTail = 35;

    private const int IntegrationPoints = 4000;
    private const double LargestExponent = 700;
    private static readonly double[] Exponents = [.. Enumerable.Range(0, 40).Select(i => Math.Pow(2, (i - 12) / 2.0))];

    private readonly Sum[] _sums = [Compose(sampling, noiseMultiplier, rounds, present: true), Compose(sampling, noiseMultiplier, rounds, present: false)];

    /// <summary>δ(ε) = E[(1 − e^(ε − L))⁺].</summary>
    public double Delta(double epsilon) => _sums.Max(sum => sum.Delta(epsilon));

    /// <summary>
    /// An ε that the sum stays under, with room for the grid's error: what holds for a δ a thousandth smaller, and 0.01 more, as published programs
    /// report it.
    /// </summary>
    public double Bound(double delta) => Epsilon(0.999 * delta) + 0.01;

    /// <summary>The smallest ε with δ(ε) at most <paramref name="delta"/>, by bisection.</summary>
    public double Epsilon(double delta)
    {
        double low = 0, high = 1;
        if (Delta(0) <= delta) return 0;
        while (Delta(high) > delta) high *= 2;
        while (high - low > 1e-9 * Math.Max(1, high))
        {
            var middle = (low + high) / 2;
            if (Delta(middle) > delta) low = middle;
            else high = middle;
        }

        return high;
    }

    private static Sum Compose(double q, double sigma, int rounds, bool present)
    {
        var lowest = -Reach(q, sigma, rounds, present, -1);
        var width = (Reach(q, sigma, rounds, present, 1) - lowest) / Points;
        var first = (int)Math.Floor(lowest / width);
        var mass = new Complex[Points];
        var shift = 0.0;
        var below = Cumulative(q, sigma, (first - 0.5) * width, present);
        for (var i = 0; i < Points; i++)
        {
            var at = (first + i) * width;
            var (middle, above) = (Cumulative(q, sigma, at, present), Cumulative(q, sigma, at + width / 2, present));
            mass[((first + i) % Points + Points) % Points] = above - below;
            shift += width / 3 * (below + above - 2 * middle); // Simpson's rule for the mean inside the cell, less the cell's middle
            below = above;
        }

        FourierTransform.Forward(mass);
        for (var i = 0; i < Points; i++) mass[i] = Complex.FromPolarCoordinates(Math.Pow(mass[i].Magnitude, rounds), Math.IEEERemainder(mass[i].Phase * rounds, 2 * Math.PI));
        FourierTransform.Inverse(mass);
        var sums = new double[Points];
        for (var i = 0; i < Points; i++) sums[i] = Math.Max(0, mass[((first + i) % Points + Points) % Points].Real);
        return new Sum(sums, first * width + rounds * shift, width);
    }

    /// <summary>How far the sum of all rounds gets in a direction, by Chernoff's bound.</summary>
    private static double Reach(double q, double sigma, int rounds, bool present, int direction)
    {
        var nodes = new (double Loss, double LogDensity)[IntegrationPoints];
        var (from, step) = (-14 * sigma, (28 * sigma + 1) / IntegrationPoints);
        for (var i = 0; i < nodes.Length; i++)
        {
            var x = from + (i + 0.5) * step;
            var ratio = LogAdd(Math.Log(1 - q), Math.Log(q) + (2 * x - 1) / (2 * sigma * sigma));
            var log = Math.Log(step / (sigma * Math.Sqrt(2 * Math.PI))) - x * x / (2 * sigma * sigma);
            nodes[i] = present ? (ratio, log + ratio) : (-ratio, log);
        }

        return Exponents.Min(exponent =>
        {
            var moment = nodes.Select(node => node.LogDensity + direction * exponent * node.Loss).Aggregate(double.NegativeInfinity, LogAdd);
            return (rounds * Math.Max(moment, 0) + LogTail) / exponent;
        });
    }

    /// <summary>The probability that a round's loss is at most <paramref name="loss"/>.</summary>
    private static double Cumulative(double q, double sigma, double loss, bool present)
    {
        var ratio = present ? loss : -loss;
        if (q < 1 && ratio <= Math.Log(1 - q)) return present ? 0 : 1;
        // The noise at which P/Q is e^ratio.
        var x = sigma * sigma * (ratio + (q < 1 ? Math.Log(1 - (1 - q) * Math.Exp(-ratio)) : 0) - Math.Log(q)) + 0.5;
        return present
            ? (1 - q) * Normal(x / sigma) + q * Normal((x - 1) / sigma)
            : Normal(-x / sigma);
    }

    /// <summary>Far out it is 0 or 1 to the last bit.</summary>
    private static double Normal(double x) => x > 9 ? 1 : x < -38 ? 0 : NormalDistribution.Cumulative(x);

    private static double LogAdd(double a, double b)
    {
        var (small, large) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(small) ? large : large + Math.Log(1 + Math.Exp(small - large));
    }

    /// <summary>The distribution of a sum of losses on a grid.</summary>
    private sealed class Sum
    {
        private readonly double _first;
        private readonly double _width;
        private readonly double[] _above; // P(L at least this one)
        private readonly double[] _weighted; // E[e^-L; L at least this one]

        public Sum(double[] mass, double first, double width)
        {
            (_first, _width) = (first, width);
            (_above, _weighted) = (new double[mass.Length + 1], new double[mass.Length + 1]);
            for (var i = mass.Length - 1; i >= 0; i--)
            {
                _above[i] = _above[i + 1] + mass[i];
                _weighted[i] = _weighted[i + 1] + mass[i] * Math.Exp(-first - i * width);
            }
        }

        public double Delta(double epsilon)
        {
            var at = (int)Math.Clamp(Math.Floor((epsilon - _first) / _width) + 1, 0, _above.Length - 1);
            // Beyond what a double holds the second term is left out: δ is then rather too large.
            return epsilon > LargestExponent ? _above[at] : Math.Max(0, _above[at] - Math.Exp(epsilon) * _weighted[at]);
        }
    }
}
