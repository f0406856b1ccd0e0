using System.Numerics;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// QSGD's code (Alistarh et al. 2017, section 3): for each non-zero level the run of zeros before it plus one, a sign bit and the magnitude;
/// numbers in Elias gamma code, most significant bit first. A run of zeros at the end is written too.
/// </summary>
public sealed class EliasGammaCoder : ILevelCoder
{
    public string Name => "gamma";

    public byte[] Encode(ReadOnlySpan<int> levels)
    {
        var bits = new BitWriter();
        uint run = 0;
        foreach (var level in levels)
        {
            if (level == 0)
            {
                run++;
                continue;
            }

            WriteGamma(bits, run + 1);
            bits.Write(level < 0 ? 1u : 0, 1);
            WriteGamma(bits, (uint)Math.Abs((long)level));
            run = 0;
        }

        if (run > 0) WriteGamma(bits, run + 1);
        return bits.ToArray();
    }

    public void Decode(ReadOnlySpan<byte> bytes, Span<int> levels)
    {
        levels.Clear();
        var bits = new BitReader(bytes);
        for (var at = 0; at < levels.Length; at++)
        {
            var run = ReadGamma(ref bits) - 1;
            if (run > levels.Length - at) throw new FormatException($"a run of {run} zeros at level {at} of {levels.Length}");
            at += (int)run;
            if (at == levels.Length) break;
            var negative = bits.Read(1) == 1;
            var magnitude = ReadGamma(ref bits);
            if (magnitude > int.MaxValue) throw new FormatException($"level {at} is out of range");
            levels[at] = negative ? -(int)magnitude : (int)magnitude;
        }

        if (bits.BytesLeft > 0) throw new FormatException($"{bits.BytesLeft} bytes are left after {levels.Length} levels");
    }

    private static void WriteGamma(BitWriter bits, uint number)
    {
        var length = 32 - BitOperations.LeadingZeroCount(number);
        bits.Write(0, length - 1);
        bits.Write(number, length);
    }

    private static uint ReadGamma(ref BitReader bits)
    {
        var zeros = 0;
        while (bits.Read(1) == 0)
        {
            if (++zeros > 31) throw new FormatException("an Elias gamma code of more than 32 bits");
        }

        return (1u << zeros) | bits.Read(zeros);
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _free;

        public void Write(uint value, int count)
        {
            for (var i = count - 1; i >= 0; i--)
            {
                if (_free == 0)
                {
                    _bytes.Add(0);
                    _free = 8;
                }

                _free--;
                _bytes[^1] |= (byte)(((value >> i) & 1) << _free);
            }
        }

        public byte[] ToArray() => [.. _bytes];
    }

    private ref struct BitReader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private long _at;

        public readonly int BytesLeft => _bytes.Length - (int)((_at + 7) / 8);

        public uint Read(int count)
        {
            uint value = 0;
            for (var i = 0; i < count; i++, _at++)
            {
                if (_at / 8 >= _bytes.Length) throw new FormatException($"the code ends after {_bytes.Length} bytes, in the middle of a level");
                value = (value << 1) | ((uint)_bytes[(int)(_at / 8)] >> (int)(7 - _at % 8) & 1);
            }

            return value;
        }
    }
}
