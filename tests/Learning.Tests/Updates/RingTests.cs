using EdgeActors.Learning.Updates;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EdgeActors.Learning.Tests.Updates;

public class RingTests
{
    [Theory]
    [InlineData(10, 1, 8, 12)] // ten devices, 8-bit levels: 2,551 values
    [InlineData(1, 1, 8, 8)]
    [InlineData(10, 15, 4, 12)]
    [InlineData(1000, 1, 8, 18)]
    public void Ring_has_as_few_bits_as_the_sum_needs(int cohort, int weight, int levelBits, int ringBits) =>
        Assert.Equal(ringBits, IntegerRing.For(cohort, weight, FixedPoint.ForRange(1, levelBits)).Bits);

    [Fact]
    public void Ring_beyond_32_bits_is_refused_with_the_numbers() =>
        Assert.Contains("33 bits", Assert.Throws<ArgumentException>(() => IntegerRing.For(2, 1 << 16, FixedPoint.ForRange(1, 16))).Message);

    [Theory]
    [InlineData(17.4298f, 1743, 0)] // fixed-point oracle of FLSim: two bytes, scale 100
    [InlineData(-2.3456f, -235, 0)]
    [InlineData(12345.0167f, 32767, 1)]
    [InlineData(-327.69f, -32768, 1)]
    public void Fixed_point_rounds_to_nearest_and_counts_what_it_saturates(float value, int level, int saturated)
    {
        var levels = new int[1];
        Assert.Equal(saturated, new FixedPoint(100, 16).Quantize([value], levels));
        Assert.Equal(level, levels[0]);
    }

    [Fact]
    public void Stochastic_rounding_keeps_the_expectation()
    {
        var point = new FixedPoint(1, 8);
        var values = Enumerable.Repeat(0.3f, 100_000).ToArray();
        var levels = new int[values.Length];
        point.QuantizeStochastic(values, levels, new SeededRandom(new Seed(7)));
        Assert.InRange(levels.Average(), 0.295, 0.305); // standard error 0.0014
    }

    [Property]
    public Property Inward_rounding_never_grows_a_magnitude(float[] values)
    {
        var finite = values.Where(v => Math.Abs(v) < 100).ToArray();
        var point = new FixedPoint(10, 12);
        var levels = new int[finite.Length];
        point.QuantizeInward(finite, levels);
        return finite.Zip(levels).All(pair => Math.Abs(pair.Second / 10.0) <= Math.Abs((double)pair.First) + 1e-9).ToProperty();
    }

    /// <summary>All widths, and counts around the vector path's group of eight and its guard at the end.</summary>
    [Fact]
    public void Packing_is_gapless_and_reversible_for_every_width_and_length()
    {
        var random = new SeededRandom(new Seed(1));
        for (var bits = 1; bits <= 32; bits++)
        {
            foreach (var count in new[] { 0, 1, 7, 8, 9, 31, 32, 33, 64, 257 })
            {
                var ring = new IntegerRing(bits);
                var elements = Enumerable.Range(0, count).Select(_ => (uint)random.NextUInt64() & ring.Mask).ToArray();
                var packed = BitPacking.Pack(ring, elements);
                Assert.Equal((count * bits + 7) / 8, packed.Length);
                var back = new uint[count];
                BitPacking.Unpack(ring, packed, back);
                Assert.Equal(elements, back);
            }
        }
    }

    [Fact]
    public void Packed_bytes_are_least_significant_bit_first() =>
        Assert.Equal([0x21, 0x43, 0x65], BitPacking.Pack(new IntegerRing(12), [0x321u, 0x654u]));

    [Fact]
    public void Packing_refuses_another_length() =>
        Assert.Throws<ArgumentException>(() => BitPacking.Unpack(new IntegerRing(12), new byte[4], new uint[2]));

    [Property]
    public Property Sum_does_not_depend_on_order(ulong seed, byte count)
    {
        var random = new SeededRandom(new Seed(seed));
        var point = FixedPoint.ForRange(1, 8);
        var ring = IntegerRing.For(256, 3, point);
        var updates = Enumerable.Range(0, count % 20 + 1)
            .Select(_ => BitPacking.Pack(ring, RingSum.Contribution(ring, [random.NextInt32(255) - 128, random.NextInt32(255) - 128], random.NextInt32(3) + 1, true)))
            .ToArray();
        var shuffled = updates.ToArray();
        random.Shuffle<byte[]>(shuffled);
        return Sum(updates).AsSpan().SequenceEqual(Sum(shuffled)).ToProperty();

        byte[] Sum(byte[][] packed)
        {
            var sum = new RingSum(ring, 2);
            foreach (var update in packed) sum.AddPacked(update);
            return sum.Pack();
        }
    }

    [Fact]
    public void Mean_is_weighted()
    {
        var point = new FixedPoint(10, 8);
        var ring = IntegerRing.For(2, 2, point);
        var sum = new RingSum(ring, 1);
        sum.Add(RingSum.Contribution(ring, [10], 1, withinClip: true));
        sum.Add(RingSum.Contribution(ring, [30], 2, withinClip: false));
        Assert.Equal(7f / 3, sum.Mean(point)[0], 1e-6f); // FedAvg oracle of Flower: 1 of one example, 3 of two
        Assert.Equal(3, sum.Weight);
        Assert.Equal(1, sum.WithinClip);
    }

    /// <summary>Vectors and what is left over, in rings narrow and wide, to the bit.</summary>
    [Theory]
    [InlineData(5, 67)]
    [InlineData(12, 16)]
    [InlineData(32, 131)]
    public void Mean_is_each_element_divided(int bits, int parameters)
    {
        var (ring, point) = (new IntegerRing(bits), new FixedPoint(7, 2));
        var random = new SeededRandom(new Seed(3));
        int[] levels = [.. Enumerable.Range(0, parameters).Select(_ => random.NextInt32(1 << Math.Min(bits - 1, 30)) - (1 << Math.Min(bits - 2, 29)))];
        var sum = new RingSum(ring, parameters);
        sum.Add(RingSum.Contribution(ring, levels, 3, withinClip: true));
        Assert.Equal(levels.Select(level => (float)(ring.Signed(ring.Reduce(3L * level)) / (7.0 * 3))), sum.Mean(point));
    }

    [Fact]
    public void Extreme_levels_of_a_whole_cohort_do_not_wrap()
    {
        var point = FixedPoint.ForRange(1, 8);
        var ring = IntegerRing.For(10, 1, point);
        foreach (var level in new[] { point.Minimum, point.Maximum })
        {
            var sum = new RingSum(ring, 1);
            for (var i = 0; i < 10; i++) sum.Add(RingSum.Contribution(ring, [level], 1, true));
            Assert.Equal(level / point.Scale, sum.Mean(point)[0], 1e-6);
        }
    }

    [Fact]
    public void Empty_sum_has_no_mean() => Assert.Throws<InvalidOperationException>(() => new RingSum(new IntegerRing(8), 1).Mean(new FixedPoint(1, 4)));
}
