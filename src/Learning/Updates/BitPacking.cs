using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeActors.Learning.Updates;

/// <summary>
/// Ring elements without gaps, least significant bit first: element i lies at bit <c>i · bits</c>. Eight elements take exactly
/// <c>bits</c> bytes, which is what the vector path unpacks at a time.
/// </summary>
public static class BitPacking
{
    /// <summary>Up to here an element and its shift inside the first byte fit one 32-bit lane.</summary>
    private const int WidestVectorElement = 25;

    /// <exception cref="ArgumentException"><paramref name="packed"/> is not exactly <see cref="IntegerRing.PackedLength"/> long.</exception>
    public static void Pack(IntegerRing ring, ReadOnlySpan<uint> elements, Span<byte> packed)
    {
        CheckLength(ring, elements.Length, packed.Length);
        ulong pending = 0;
        var held = 0;
        var at = 0;
        foreach (var element in elements)
        {
            pending |= (ulong)(element & ring.Mask) << held;
            held += ring.Bits;
            if (held < 32) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(packed[at..], (uint)pending);
            at += 4;
            pending >>= 32;
            held -= 32;
        }

        for (; held > 0; held -= 8, pending >>= 8) packed[at++] = (byte)pending;
    }

    public static byte[] Pack(IntegerRing ring, ReadOnlySpan<uint> elements)
    {
        var packed = new byte[ring.PackedLength(elements.Length)];
        Pack(ring, elements, packed);
        return packed;
    }

    public static void Unpack(IntegerRing ring, ReadOnlySpan<byte> packed, Span<uint> elements)
    {
        elements.Clear();
        AddPacked(ring, packed, elements);
    }

    /// <summary>
    /// Unpacks and adds in one pass. Sums are modulo 2^32, which 2^bits divides: mask once at the end, not at every addition.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="packed"/> is not exactly <see cref="IntegerRing.PackedLength"/> long.</exception>
    public static void AddPacked(IntegerRing ring, ReadOnlySpan<byte> packed, Span<uint> sum)
    {
        CheckLength(ring, sum.Length, packed.Length);
        var done = Vector128.IsHardwareAccelerated && ring.Bits <= WidestVectorElement ? AddGroups(ring, packed, sum) : 0;
        AddOneByOne(ring, packed, sum, done);
    }

    /// <summary>
    /// Eight elements a step. A byte shuffle brings each element's four bytes into its own lane; a multiplication by 2^(7 − shift) moves all
    /// elements to bit 7 (a shift by lane does not exist on every processor), and one common shift brings them down.
    /// </summary>
    private static int AddGroups(IntegerRing ring, ReadOnlySpan<byte> packed, Span<uint> sum)
    {
        var bits = ring.Bits;
        var (lowShuffle, lowFactor) = Lanes(bits, 0);
        var secondByte = 4 * bits / 8;
        var (highShuffle, highFactor) = Lanes(bits, 4 * bits - 8 * secondByte);
        var mask = Vector128.Create(ring.Mask);
        ref var source = ref MemoryMarshal.GetReference(packed);
        ref var target = ref MemoryMarshal.GetReference(sum);
        // A load takes 16 bytes, past the group's own: stop while a whole load still fits.
        var groups = Math.Min(sum.Length / 8, (packed.Length - secondByte - 16) / bits);
        for (var group = 0; group < groups; group++)
        {
            ref var bytes = ref Unsafe.Add(ref source, (nint)group * bits);
            var low = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref bytes), lowShuffle).AsUInt32();
            var high = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref bytes, (nuint)secondByte), highShuffle).AsUInt32();
            low = ((low * lowFactor) >>> 7) & mask;
            high = ((high * highFactor) >>> 7) & mask;
            ref var lanes = ref Unsafe.Add(ref target, (nint)group * 8);
            (Vector128.LoadUnsafe(ref lanes) + low).StoreUnsafe(ref lanes);
            (Vector128.LoadUnsafe(ref lanes, 4) + high).StoreUnsafe(ref lanes, 4);
        }

        return Math.Max(groups, 0) * 8;
    }

    private static (Vector128<byte> Shuffle, Vector128<uint> Factor) Lanes(int bits, int firstBit)
    {
        Span<byte> shuffle = stackalloc byte[16];
        Span<uint> factor = stackalloc uint[4];
        for (var lane = 0; lane < 4; lane++)
        {
            var bit = firstBit + lane * bits;
            for (var i = 0; i < 4; i++) shuffle[4 * lane + i] = (byte)Math.Min(bit / 8 + i, 15);
            factor[lane] = 1u << (7 - bit % 8);
        }

        return (Vector128.Create<byte>(shuffle), Vector128.Create<uint>(factor));
    }

    private static void AddOneByOne(IntegerRing ring, ReadOnlySpan<byte> packed, Span<uint> sum, int from)
    {
        Span<byte> window = stackalloc byte[8];
        for (var i = from; i < sum.Length; i++)
        {
            var bit = (long)i * ring.Bits;
            scoped var bytes = packed[(int)(bit / 8)..];
            if (bytes.Length < 8)
            {
                window.Clear();
                bytes.CopyTo(window);
                bytes = window;
            }

            sum[i] += (uint)(BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> (int)(bit % 8)) & ring.Mask;
        }
    }

    private static void CheckLength(IntegerRing ring, int elements, int bytes)
    {
        if (bytes == ring.PackedLength(elements)) return;
        throw new ArgumentException($"{elements} elements of {ring.Bits} bits take {ring.PackedLength(elements)} bytes, not {bytes}");
    }
}
