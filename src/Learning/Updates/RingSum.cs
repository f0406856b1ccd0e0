using System.Numerics;
using System.Numerics.Tensors;

namespace EdgeActors.Learning.Updates;

/// <summary>
/// The sum of a round's fixed-point updates, still in the ring. Each update is <c>weight · level</c> for every parameter, then the weight itself, then
/// one if the update was shorter than its clip: so a masked sum also carries what it must be divided by and how the next clip should move.
/// </summary>
public sealed class RingSum
{
    private readonly uint[] _sum;

    public RingSum(IntegerRing ring, int parameters)
    {
        Ring = ring;
        Parameters = parameters;
        _sum = new uint[ElementCount(parameters)];
    }

    public IntegerRing Ring { get; }
    public int Parameters { get; }

    /// <summary>Elements of one update: the parameters, the weight, the clip bit.</summary>
    public static int ElementCount(int parameters) => checked(parameters + 2);

    /// <summary>What a device adds to the round: its levels times its weight, then the weight, then the clip bit.</summary>
    public static uint[] Contribution(IntegerRing ring, ReadOnlySpan<int> levels, int weight, bool withinClip)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        var elements = new uint[ElementCount(levels.Length)];
        for (var i = 0; i < levels.Length; i++) elements[i] = ring.Reduce((long)levels[i] * weight);
        elements[^2] = ring.Reduce(weight);
        elements[^1] = withinClip ? 1u : 0;
        return elements;
    }

    public void AddPacked(ReadOnlySpan<byte> update) => BitPacking.AddPacked(Ring, update, _sum);

    public void Add(ReadOnlySpan<uint> elements)
    {
        CheckLength(elements.Length);
        TensorPrimitives.Add(_sum, elements, _sum);
    }

    public byte[] Pack() => BitPacking.Pack(Ring, _sum);

    /// <summary>Sum of the weights that are in.</summary>
    public int Weight => Ring.Signed(_sum[^2]);

    /// <summary>How many updates were shorter than the clip.</summary>
    public int WithinClip => Ring.Signed(_sum[^1]);

    /// <summary>Gives the elements to unmasking, which takes the masks off in place.</summary>
    public void Unmask(Action<uint[]> takeMasksOff) => takeMasksOff(_sum);

    /// <summary>The weighted mean of the updates, <c>[parameters]</c>.</summary>
    /// <exception cref="InvalidOperationException">The weight is not positive: nothing was added, or masks are still on.</exception>
    public float[] Mean(FixedPoint point)
    {
        if (Weight <= 0)
            throw new InvalidOperationException($"the sum's weight is {Weight}: no update was added, or its masks were not taken off");
        var divisor = point.Scale * Weight;
        var mean = new float[Parameters];
        var i = DivideVectors(divisor, mean);
        for (; i < mean.Length; i++) mean[i] = (float)(Ring.Signed(_sum[i]) / divisor);
        return mean;
    }

    /// <summary>
    /// Whole vectors, to the same bits as one by one. There is no vector conversion from integers to doubles on every processor: an unsigned integer in the low bits of
    /// 2^52 is that double plus the integer.
    /// </summary>
    /// <returns>How many were divided.</returns>
    private int DivideVectors(double divisor, Span<float> mean)
    {
        var (free, sign) = (32 - Ring.Bits, new Vector<uint>(1u << 31));
        var (exponent, offset, divisors) = (new Vector<ulong>(0x4330_0000_0000_0000), new Vector<double>(4503599627370496.0 + 2147483648.0), new Vector<double>(divisor));
        var done = 0;
        for (; done <= mean.Length - Vector<uint>.Count; done += Vector<uint>.Count)
        {
            var signed = Vector.ShiftRightArithmetic(Vector.AsVectorInt32(Vector.ShiftLeft(new Vector<uint>(_sum, done), free)), free);
            Vector.Widen(Vector.AsVectorUInt32(signed) ^ sign, out var low, out var high);
            Vector.Narrow((Vector.AsVectorDouble(low | exponent) - offset) / divisors, (Vector.AsVectorDouble(high | exponent) - offset) / divisors).CopyTo(mean[done..]);
        }

        return done;
    }

    private void CheckLength(int elements)
    {
        if (elements != _sum.Length) throw new ArgumentException($"{elements} elements for a sum of {_sum.Length}");
    }
}
