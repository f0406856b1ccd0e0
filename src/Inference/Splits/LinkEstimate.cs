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

    /// <summary>The link has just stepped, or may have become faster, and the next probe will tell how far: worth waiting for before anything is changed.</summary>
    public bool Settling { get; init; }

    /// <summary>Rests on a transfer that is still under way: the link is at most so fast.</summary>
    public bool Unfinished { get; init; }

    /// <summary>So many bytes of a transfer cost no time after a long pause, since a shaper's bucket fills up in it.</summary>
    public double FreeBytes { get; init; }

    public bool IsDown => GoodputP10 <= 0;

    /// <summary>Cautious: with the low quantile of goodput.</summary>
    /// <param name="pauseMs">For so long the link has carried nothing when the transfer begins.</param>
    public double CautiousMs(double bytes, double pauseMs = double.PositiveInfinity) =>
        IsDown ? double.PositiveInfinity : RttMs + 1000 * Charged(bytes, pauseMs, GoodputP10) / GoodputP10;

    /// <summary>What is expected on average; answers report this as predicted.</summary>
    /// <inheritdoc cref="CautiousMs" path="/param"/>
    public double TypicalMs(double bytes, double pauseMs = double.PositiveInfinity) =>
        Goodput <= 0 ? double.PositiveInfinity : RttMs + 1000 * Charged(bytes, pauseMs, Goodput) / Goodput;

    /// <summary>Those of a transfer's bytes that take time: the bucket fills up in a pause, at the rate at which it is emptied.</summary>
    private double Charged(double bytes, double pauseMs, double goodput) => Math.Max(0, bytes - Math.Min(FreeBytes, pauseMs / 1000 * goodput));
}
