using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>
/// Range variant of asymmetric numeral systems (Duda 2013, arXiv 1311.2540, section 3): 32-bit states, 16-bit renormalisation, 12-bit
/// frequencies, four states taking turns so that their multiplications overlap (Giesen 2014, arXiv 1402.3392).
/// <code>payload: states, 4 bytes each, first lane first · 16-bit words, little-endian, in the order the decoder reads them</code>
/// </summary>
internal static class Rans
{
    public const uint LowerBound = 1u << 16;

    /// <summary>Below so many symbols one state: the other three would cost 12 bytes and save no time worth having.</summary>
    public const int FewSymbols = 4096;

    private const int Lanes = 4;

    public static int LanesFor(int symbols) => symbols < FewSymbols ? 1 : Lanes;

    public static void Encode(ReadOnlySpan<byte> symbols, RansTable table, WireWriter to)
    {
        // A symbol of frequency 1 takes 12 bits, and no word is written before 16 are full.
        var words = ArrayPool<ushort>.Shared.Rent(symbols.Length + Lanes);
        Span<uint> states = stackalloc uint[Lanes];
        states.Fill(LowerBound);
        var lanes = LanesFor(symbols.Length);
        var next = lanes == 1
            ? EncodeOne(symbols, table.Encoding, ref states[0], words, words.Length)
            : EncodeFour(symbols, table.Encoding, states, words, words.Length);
        for (var lane = 0; lane < lanes; lane++) to.UInt32(states[lane]);
        to.Bytes(MemoryMarshal.AsBytes(words.AsSpan(next)));
        ArrayPool<ushort>.Shared.Return(words);
    }

    /// <summary>The whole of <paramref name="payload"/> must be used up, and every state must end where encoding began: a free check of damage.</summary>
    public static void Decode(ReadOnlySpan<byte> payload, RansTable table, Span<byte> symbols)
    {
        var lanes = LanesFor(symbols.Length);
        var reader = new WireReader(payload);
        Span<uint> states = stackalloc uint[Lanes];
        for (var lane = 0; lane < lanes; lane++) states[lane] = reader.UInt32();
        if (reader.Left % 2 != 0) throw WireReader.Corrupt("its entropy-coded part has half a word");
        var words = MemoryMarshal.Cast<byte, ushort>(payload[^reader.Left..]);
        var next = lanes == 1 ? DecodeOne(words, 0, table.Decoding, ref states[0], symbols) : DecodeFour(words, 0, table.Decoding, states, symbols);
        if (next != words.Length || states[..lanes].ContainsAnyExcept(LowerBound)) throw WireReader.Corrupt("its entropy-coded part does not end where it should");
    }

    private static int EncodeFour(ReadOnlySpan<byte> symbols, RansTable.EncodingEntry[] table, Span<uint> states, ushort[] words, int next)
    {
        var (x0, x1, x2, x3) = (states[0], states[1], states[2], states[3]);
        ref var entries = ref MemoryMarshal.GetArrayDataReference(table);
        ref var output = ref MemoryMarshal.GetArrayDataReference(words);
        ref var input = ref MemoryMarshal.GetReference(symbols);
        var whole = symbols.Length & ~3;
        for (var i = symbols.Length - 1; i >= whole; i--)
        {
            ref var entry = ref Unsafe.Add(ref entries, Unsafe.Add(ref input, i));
            switch (i & 3)
            {
                case 0: Put(ref x0, in entry, ref output, ref next); break;
                case 1: Put(ref x1, in entry, ref output, ref next); break;
                default: Put(ref x2, in entry, ref output, ref next); break;
            }
        }
        for (var i = whole - 4; i >= 0; i -= 4)
        {
            Put(ref x3, in Unsafe.Add(ref entries, Unsafe.Add(ref input, i + 3)), ref output, ref next);
            Put(ref x2, in Unsafe.Add(ref entries, Unsafe.Add(ref input, i + 2)), ref output, ref next);
            Put(ref x1, in Unsafe.Add(ref entries, Unsafe.Add(ref input, i + 1)), ref output, ref next);
            Put(ref x0, in Unsafe.Add(ref entries, Unsafe.Add(ref input, i)), ref output, ref next);
        }
        (states[0], states[1], states[2], states[3]) = (x0, x1, x2, x3);
        return next;
    }

    private static int EncodeOne(ReadOnlySpan<byte> symbols, RansTable.EncodingEntry[] table, ref uint state, ushort[] words, int next)
    {
        ref var output = ref MemoryMarshal.GetArrayDataReference(words);
        for (var i = symbols.Length - 1; i >= 0; i--) Put(ref state, in table[symbols[i]], ref output, ref next);
        return next;
    }

    /// <summary>The word is always written and only sometimes kept: a branch here would be mispredicted every few symbols.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref uint state, ref readonly RansTable.EncodingEntry entry, ref ushort output, ref int next)
    {
        var x = state;
        Unsafe.Add(ref output, next - 1) = (ushort)x;
        var full = x >= entry.Limit;
        next -= full ? 1 : 0;
        x = full ? x >> 16 : x;
        var quotient = (uint)Math.BigMul(entry.Reciprocal, x, out _);
        state = x + entry.Bias + quotient * entry.Complement;
    }

    private static int DecodeFour(ReadOnlySpan<ushort> words, int next, uint[] table, Span<uint> states, Span<byte> symbols)
    {
        var (x0, x1, x2, x3) = (states[0], states[1], states[2], states[3]);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(table);
        ref var input = ref MemoryMarshal.GetReference(words);
        ref var output = ref MemoryMarshal.GetReference(symbols);
        var i = 0;
        for (; i + 4 <= symbols.Length && next + 4 <= words.Length; i += 4)
        {
            Unsafe.Add(ref output, i) = Take(ref x0, ref slots, ref input, ref next);
            Unsafe.Add(ref output, i + 1) = Take(ref x1, ref slots, ref input, ref next);
            Unsafe.Add(ref output, i + 2) = Take(ref x2, ref slots, ref input, ref next);
            Unsafe.Add(ref output, i + 3) = Take(ref x3, ref slots, ref input, ref next);
        }
        (states[0], states[1], states[2], states[3]) = (x0, x1, x2, x3);
        for (; i < symbols.Length; i++) symbols[i] = TakeChecked(ref states[i & 3], table, words, ref next);
        return next;
    }

    private static int DecodeOne(ReadOnlySpan<ushort> words, int next, uint[] table, ref uint state, Span<byte> symbols)
    {
        for (var i = 0; i < symbols.Length; i++) symbols[i] = TakeChecked(ref state, table, words, ref next);
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Take(ref uint state, ref uint slots, ref ushort input, ref int next)
    {
        var entry = Unsafe.Add(ref slots, state & (FrequencyTable.Scale - 1));
        var x = (entry >> 8 & 0xFFF) * (state >> FrequencyTable.ScaleBits) + (entry >> 20);
        var refilled = x << 16 | Unsafe.Add(ref input, next);
        var low = x < LowerBound;
        next += low ? 1 : 0;
        state = low ? refilled : x;
        return (byte)entry;
    }

    private static byte TakeChecked(ref uint state, uint[] table, ReadOnlySpan<ushort> words, ref int next)
    {
        var entry = table[state & (FrequencyTable.Scale - 1)];
        var x = (entry >> 8 & 0xFFF) * (state >> FrequencyTable.ScaleBits) + (entry >> 20);
        if (x < LowerBound)
        {
            if (next >= words.Length) throw WireReader.Corrupt("its entropy-coded part ends early");
            x = x << 16 | words[next++];
        }
        state = x;
        return (byte)entry;
    }
}
