namespace EdgeActors.Learning.Updates;

/// <summary>
/// The integers modulo 2^<see cref="Bits"/>: addition in it does not depend on order, so an aggregate is the same bytes however the
/// updates came in. A power of two, because then 32-bit addition needs no reduction and a random word is a uniform mask.
/// </summary>
public readonly record struct IntegerRing
{
    public IntegerRing(int bits)
    {
        if (bits is < 1 or > 32) throw new ArgumentOutOfRangeException(nameof(bits), bits, "a ring element has 1 to 32 bits");
        Bits = bits;
    }

    public int Bits { get; }
    public uint Mask => Bits == 32 ? uint.MaxValue : (1u << Bits) - 1;

    /// <summary>
    /// The smallest ring that holds the weighted sum: R = n·w·(R_U − 1) + 1 values (Bonawitz et al. 2017, section 6, with weights).
    /// Ten devices with 8-bit levels need 12 bits.
    /// </summary>
    public static IntegerRing For(int cohort, int weightMaximum, FixedPoint point)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cohort);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weightMaximum);
        var values = (UInt128)cohort * (uint)weightMaximum * (uint)(point.Levels - 1) + 1;
        var bits = 0;
        while (((UInt128)1 << bits) < values) bits++;
        if (bits > 32)
        {
            throw new ArgumentException($"{cohort} devices of weight up to {weightMaximum} with {point.Bits}-bit levels need a ring of {bits} bits, "
                + "more than 32: lower the level bits or the largest weight");
        }

        return new IntegerRing(bits);
    }

    public uint Reduce(long value) => (uint)value & Mask;

    /// <summary>Reads an element as a signed number in two's complement.</summary>
    public int Signed(uint element) => (int)(element << (32 - Bits)) >> (32 - Bits);

    /// <summary>Bytes that <paramref name="count"/> elements take when packed without gaps.</summary>
    public int PackedLength(int count) => checked((int)(((long)count * Bits + 7) / 8));
}
