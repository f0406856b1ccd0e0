namespace EdgeActors.Inference.Splits;

/// <summary>Milliseconds of the four pieces of work of a cut request.</summary>
public readonly record struct SplitTimes(double Head, double Encode, double Decode, double Tail)
{
    public double Device => Head + Encode;
    public double Edge => Decode + Tail;
    public double Total => Device + Edge;
}
