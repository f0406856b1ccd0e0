namespace EdgeActors.Inference.Splits;

/// <summary>What is believed of a link at one moment.</summary>
/// <param name="Goodput">Bytes/s of payload, smoothed.</param>
/// <param name="GoodputP10">Bytes/s that nine of ten recent transfers reached; decisions use this one.</param>
/// <param name="RttMs">What a transfer costs besides its bytes: there and back, and the fixed work around it.</param>
/// <param name="Samples">Transfers that it rests on; 0 for a guess.</param>
/// <param name="Age">Since the newest of them.</param>
/// <param name="Expired">So old that it should be measured again before it is trusted.</param>
public sealed record LinkEstimate(double Goodput, double GoodputP10, double RttMs, int Samples, TimeSpan Age, bool Expired)
{
    /// <summary>Before anything was measured: a slow link, so that the first choice errs towards little traffic.</summary>
    public static LinkEstimate Guess { get; } = new(250_000, 125_000, 20, 0, TimeSpan.Zero, Expired: true);

    /// <summary>Nothing gets through.</summary>
    public static LinkEstimate Down { get; } = new(0, 0, 0, 0, TimeSpan.Zero, Expired: true);

    /// <summary>The link has just stepped and the next probe will tell how far: worth waiting for before anything is changed.</summary>
    public bool Settling { get; init; }

    /// <summary>So many bytes of a transfer cost no time, since a shaper's bucket fills up in a pause.</summary>
    public double FreeBytes { get; init; }

    public bool IsDown => GoodputP10 <= 0;

    /// <summary>Cautious: with the low quantile of goodput.</summary>
    public double CautiousMs(double bytes) => IsDown ? double.PositiveInfinity : RttMs + 1000 * Charged(bytes) / GoodputP10;

    /// <summary>What is expected on average; answers report this as predicted.</summary>
    public double TypicalMs(double bytes) => Goodput <= 0 ? double.PositiveInfinity : RttMs + 1000 * Charged(bytes) / Goodput;

    /// <summary>Those of a transfer's bytes that take time.</summary>
    public double Charged(double bytes) => Math.Max(0, bytes - FreeBytes);
}
