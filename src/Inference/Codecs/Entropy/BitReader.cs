namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>Reads what <see cref="BitWriter"/> wrote, one byte of the stream at a time.</summary>
internal ref struct BitReader
{
    private int _bits;
    private int _left;

    public int Bit(ref WireReader from)
    {
        if (_left == 0) (_bits, _left) = (from.Byte(), 8);
        var bit = _bits & 1;
        _bits >>= 1;
        _left--;
        return bit;
    }

    /// <param name="most">More ones than this are damage.</param>
    public int Unary(ref WireReader from, int most)
    {
        var value = 0;
        while (Bit(ref from) == 1)
            if (++value > most) throw WireReader.Corrupt("a code word runs on without end");
        return value;
    }
}
