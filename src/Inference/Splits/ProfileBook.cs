using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Splits;

/// <summary>
/// What is known of one host's speed. A profile that the host reported stands until real requests have told enough; what was not run lately is
/// priced by its profile times the <see cref="Load"/> that the others show. Not thread-safe: an actor owns it.
/// </summary>
public sealed class ProfileBook(TimeProvider time, TimeSpan? expiry = null)
{
    /// <summary>Real times of one piece of work that are remembered: enough for a p90, few enough to follow the host.</summary>
    private const int Window = 32;

    // Fewer real times than this say less than a warm measurement does.
    private const int EnoughTimes = 6;

    // The load is a median of so many ratios, so that one delayed run in ten does not count as load.
    private const int LoadWindow = 9;
    private const int EnoughRatios = 3;

    // A ratio of two times below this is a ratio of clock readings.
    private const double LeastMs = 0.2;

    // An old profile is uncertain and not unknown: its p90 is stretched by so much.
    private const double StaleSpread = 1.5;

    private static readonly TimeSpan DefaultExpiry = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LoadLasts = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _expiry = expiry ?? DefaultExpiry;
    private readonly Dictionary<Key, Entry> _entries = [];
    private readonly Queue<(double Ratio, long At)> _ratios = new();

    /// <summary>How many times slower the host is now than when it measured itself; 1 where too little was run to say.</summary>
    public double Load
    {
        get
        {
            double[] recent = [.. _ratios.Where(ratio => time.GetElapsedTime(ratio.At) <= LoadLasts).Select(ratio => ratio.Ratio).Order()];
            return recent.Length < EnoughRatios ? 1 : RunTimes.Quantile(recent, 0.5);
        }
    }

    /// <summary>Takes a profile, unless it cannot be true.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public string? Add(PartitionProfile profile)
    {
        if (profile.Fault() is { } fault) return $"profile of {profile.Cut} {profile.Side} refused: {fault}";
        var entry = EntryOf(Key.Of(profile));
        (entry.Reported, entry.ReportedAt) = (profile, time.GetTimestamp());
        return null;
    }

    /// <summary>A real request took so long, one example.</summary>
    public void Observe(string bundle, string cut, PartitionSide side, string codec, double ms)
    {
        if (!double.IsFinite(ms) || ms is < 0 or > PartitionProfile.MaxMs) return;
        var entry = EntryOf(new Key(bundle, cut, side, codec));
        entry.Times.Enqueue((ms, time.GetTimestamp()));
        if (entry.Times.Count > Window) entry.Times.Dequeue();
        if (side is not (PartitionSide.Head or PartitionSide.Tail) || entry.Reported is not { P50Ms: > LeastMs } reported || ms < LeastMs) return;
        _ratios.Enqueue((ms / reported.P50Ms, time.GetTimestamp()));
        if (_ratios.Count > LoadWindow) _ratios.Dequeue();
    }

    /// <summary>For one example, or null where it was never measured.</summary>
    public PartitionProfile? Find(string bundle, string cut, PartitionSide side, string codec = "")
    {
        if (!_entries.TryGetValue(new Key(bundle, cut, side, codec), out var entry)) return null;
        double[] recent = [.. entry.Times.Where(t => time.GetElapsedTime(t.At) <= _expiry).Select(t => t.Ms).Order()];
        if (recent.Length >= EnoughTimes || (recent.Length > 0 && entry.Reported is null))
            return new PartitionProfile(bundle, cut, side, codec, Batch: 1,
                RunTimes.Quantile(recent, 0.1), RunTimes.Quantile(recent, 0.5), RunTimes.Quantile(recent, 0.9), recent.Length, entry.Reported?.PeakMemoryBytes ?? 0);
        if (entry.Reported is not { } known) return null;
        var (load, spread) = (Load, time.GetElapsedTime(entry.ReportedAt) <= _expiry ? 1 : StaleSpread);
        return known with { P10Ms = known.P10Ms * load, P50Ms = known.P50Ms * load, P90Ms = known.P90Ms * load * spread };
    }

    private Entry EntryOf(Key key) => _entries.TryGetValue(key, out var entry) ? entry : _entries[key] = new Entry();

    private readonly record struct Key(string Bundle, string Cut, PartitionSide Side, string Codec)
    {
        public static Key Of(PartitionProfile p) => new(p.Bundle, p.Cut, p.Side, p.Codec);
    }

    private sealed class Entry
    {
        public PartitionProfile? Reported { get; set; }

        public long ReportedAt { get; set; }

        public Queue<(double Ms, long At)> Times { get; } = new();
    }
}
