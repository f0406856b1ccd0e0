using System.Runtime.InteropServices;
using EdgeActors.Inference.Codecs.Entropy;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// Finds, for each channel, the levels that cost least: squared error plus λ times the bits that entropy coding will take
/// (entropy-constrained scalar quantisation; Chou, Lookabaugh and Gray 1989, section III). One λ for all channels of a tensor, scaled by their
/// mean variance, so that bits go where they remove most error and a channel that hardly varies costs next to nothing.
/// </summary>
internal static class QuantiserDesign
{
    private const int Rounds = 24;

    /// <param name="channels">Per channel, activations in any order.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="lambda">Squared error, as a share of the mean variance, that a bit must save to be spent.</param>
    /// <param name="importance">Per channel, how much a squared error there matters to the task; null: all alike.</param>
    /// <param name="maps">Whole planes of some examples, channel by channel, to learn from how neighbours are alike.</param>
    internal static ChannelQuantiser Design(IReadOnlyList<float[]> channels, IReadOnlyList<(float[] Values, FeatureMaps Layout)> maps, int bits, double lambda, IReadOnlyList<double>? importance = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bits is >= 1 and <= 8, true, nameof(bits));
        var levels = 1 << bits;
        var price = lambda * channels.Select((c, i) => Variance(c) * (importance?[i] ?? 1)).Average();
        var thresholds = new Half[channels.Count * (levels - 1)];
        var centroids = new Half[channels.Count * levels];
        for (var c = 0; c < channels.Count; c++)
        {
            var scalar = new Scalar(channels[c], levels, price / Math.Max(importance?[c] ?? 1, 1e-12));
            scalar.Settle(Rounds);
            for (var k = 0; k < levels; k++)
            {
                centroids[c * levels + k] = ToHalf(scalar.Centroids[k]);
                if (k > 0) thresholds[c * (levels - 1) + k - 1] = (Half)scalar.Thresholds[k - 1];
            }
        }
        return new ChannelQuantiser(
            bits, MemoryMarshal.AsBytes<Half>(thresholds).ToArray(), MemoryMarshal.AsBytes<Half>(centroids).ToArray(), Frequencies(maps, thresholds, levels, channels.Count));
    }

    /// <summary>How often each level occurs in each channel and neighbourhood. One that never occurred keeps the lowest frequency: it may yet.</summary>
    private static byte[] Frequencies(IReadOnlyList<(float[] Values, FeatureMaps Layout)> maps, Half[] thresholds, int levels, int channels)
    {
        var row = NeighbourCoder.Contexts * levels;
        var counts = new int[channels * row];
        var exact = Array.ConvertAll(thresholds, t => (float)t);
        foreach (var (values, layout) in maps)
        {
            var symbols = new byte[layout.Plane];
            for (var plane = 0; plane < values.Length / layout.Plane; plane++)
            {
                var channel = plane % channels;
                LevelSearch.Quantise(values.AsSpan(plane * layout.Plane, layout.Plane), exact.AsSpan(channel * (levels - 1), levels - 1), symbols);
                NeighbourCoder.Count(symbols, layout.Width, levels, counts.AsSpan(channel * row, row));
            }
        }
        return [.. Enumerable.Range(0, counts.Length / levels).SelectMany(r => FrequencyTable.Levels(counts.AsSpan(r * levels, levels), everyPossible: true))];
    }

    private static double Variance(float[] values)
    {
        var mean = values.Average(v => (double)v);
        return values.Average(v => (v - mean) * (v - mean));
    }

    private static Half ToHalf(double value) => (Half)Math.Clamp(value, -65504, 65504);

    /// <summary>One channel's quantiser while it settles. Levels that die out are given an empty interval at the top.</summary>
    private sealed class Scalar
    {
        private readonly float[] _sorted;
        private readonly double[] _sums;
        private readonly double _price;

        public Scalar(float[] values, int levels, double price)
        {
            _sorted = [.. values.Order()];
            _sums = new double[_sorted.Length + 1];
            for (var i = 0; i < _sorted.Length; i++) _sums[i + 1] = _sums[i] + _sorted[i];
            _price = price;
            var (low, high) = (Quantile(0.002), Quantile(0.998));
            Centroids = [.. Enumerable.Range(0, levels).Select(k => low + (high - low) * k / (levels - 1))];
            Thresholds = [.. Enumerable.Range(1, levels - 1).Select(k => (Centroids[k - 1] + Centroids[k]) / 2)];
            Counts = new int[levels];
        }

        public double[] Centroids { get; }
        public double[] Thresholds { get; }
        public int[] Counts { get; }

        public void Settle(int rounds)
        {
            Fill();
            for (var r = 0; r < rounds; r++)
            {
                MoveThresholds();
                Fill();
            }
        }

        /// <summary>Counts and means of what lies between the thresholds.</summary>
        private void Fill()
        {
            var from = 0;
            for (var k = 0; k < Counts.Length; k++)
            {
                var to = k < Thresholds.Length ? Math.Max(from, FirstAtLeast((float)(Half)Thresholds[k])) : _sorted.Length;
                Counts[k] = to - from;
                if (to > from) Centroids[k] = (_sums[to] - _sums[from]) / (to - from);
                from = to;
            }
        }

        /// <summary>Each to where two neighbouring levels cost the same, error and bits together.</summary>
        private void MoveThresholds()
        {
            var alive = Enumerable.Range(0, Counts.Length).Where(k => Counts[k] > 0).ToArray();
            var (centroids, bits) = (alive.Select(k => Centroids[k]).ToArray(), alive.Select(k => -Math.Log2(Counts[k] / (double)_sorted.Length)).ToArray());
            var lowest = double.NegativeInfinity;
            for (var k = 0; k < Thresholds.Length; k++)
            {
                var gap = k + 1 < alive.Length ? centroids[k + 1] - centroids[k] : 0;
                Thresholds[k] = gap > 0
                    ? Math.Max(lowest, (centroids[k] + centroids[k + 1]) / 2 + _price * (bits[k + 1] - bits[k]) / (2 * gap))
                    : double.PositiveInfinity;
                lowest = Thresholds[k];
            }
            for (var k = 0; k < Centroids.Length; k++) Centroids[k] = k < centroids.Length ? centroids[k] : centroids[^1];
        }

        private int FirstAtLeast(float threshold)
        {
            int low = 0, high = _sorted.Length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_sorted[middle] < threshold) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        private double Quantile(double q) => _sorted[(int)Math.Round(q * (_sorted.Length - 1))];
    }
}
