namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>
/// One direction of a link behind a shaper: transfers wait for each other, and a bucket of bytes that pass at once fills up while none is under
/// way (the kernel's <c>tc tbf</c>).
/// </summary>
/// <param name="burstBytes">What the bucket holds.</param>
internal sealed class SimulatedLink(BandwidthTrace trace, double burstBytes)
{
    private double _lacking;
    private double _freeAt;

    /// <summary>Ascending moments only.</summary>
    /// <returns>When the last byte has passed, without any round trip.</returns>
    public double Send(double atMs, double bytes)
    {
        (_freeAt, _lacking) = After(atMs, bytes);
        return _freeAt;
    }

    /// <summary>When the last byte would have passed.</summary>
    public double Ends(double atMs, double bytes) => After(atMs, bytes).EndsMs;

    private (double EndsMs, double Lacking) After(double atMs, double bytes)
    {
        var begins = Math.Max(atMs, _freeAt);
        var lacking = Math.Max(0, _lacking - trace.BytesBetween(_freeAt, begins));
        var free = Math.Min(burstBytes - lacking, bytes);
        return (begins + trace.TransferMs(begins, bytes - free), lacking + free);
    }
}
