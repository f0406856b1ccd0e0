namespace EdgeActors.Inference.Splits;

/// <summary>Milliseconds of the pieces of work of a request. The picture is decoded where its tensor is made: on the edge only at cut <c>input</c>.</summary>
public readonly record struct SplitTimes(double Head, double Encode, double Decode, double Tail, double PictureOnDevice = 0, double PictureOnEdge = 0)
{
    public double Device => PictureOnDevice + Head + Encode;
    public double Edge => PictureOnEdge + Decode + Tail;
    public double Total => Device + Edge;
}
