namespace EdgeActors.Device.Link;

/// <summary>
/// How long to wait before dialling again: doubled after each failure, with full jitter, so that a thousand devices that lost
/// the same edge do not come back in the same second.
/// </summary>
/// <param name="seed">Differs per device.</param>
public sealed class Backoff(TimeSpan first, TimeSpan most, int seed)
{
    private readonly Random _random = new(seed);
    private int _failures;

    /// <summary>Between half and all of <c>first · 2^failures</c>, at most <c>most</c>.</summary>
    public TimeSpan Next()
    {
        var ceiling = Math.Min(most.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, _failures));
        _failures = Math.Min(_failures + 1, 30);
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (0.5 * _random.NextDouble())));
    }

    public void Reset() => _failures = 0;
}
