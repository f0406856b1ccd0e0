namespace EdgeActors.Inference.Codecs.Entropy;

/// <summary>Single bits, lowest first, in whole bytes.</summary>
internal ref struct BitWriter(WireWriter to)
{
    private uint _bits;
    private int _count;

    public void Bit(int bit)
    {
        _bits |= (uint)bit << _count;
        if (++_count < 8) return;
        to.Byte((byte)_bits);
        (_bits, _count) = (0, 0);
    }

    /// <summary>So many ones, then a zero.</summary>
    public void Unary(int value)
    {
        for (var i = 0; i < value; i++) Bit(1);
        Bit(0);
    }

    public void Flush()
    {
        while (_count > 0) Bit(0);
    }
}
