namespace EdgeActors.Inference.Splits;

/// <summary>
/// What is known of one host's speed: profiles it reported, refreshed by the times of real requests, forgotten when they grow old. Not
/// thread-safe: an actor owns it.
/// </summary>
public sealed class ProfileBook(TimeProvider time, TimeSpan? expiry = null)
{
    private const int Window = 64;

    // Fewer real times than this say less than a warm measurement does.
    private const int EnoughTimes = 8;

    private static readonly TimeSpan DefaultExpiry = TimeSpan.FromMinutes(15);

    private readonly TimeSpan _expiry = expiry ?? DefaultExpiry;
    private readonly Dictionary<Key, Entry> _entries = [];

    /// <summary>Takes a profile, unless it cannot be true.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public string? Add(PartitionProfile profile)
    {
        if (profile.Fault() is { } fault) return $"profile of {profile.Cut} {profile.Side} refused: {fault}";
        var key = Key.Of(profile);
        if (_entries.TryGetValue(key, out var known) && known.Times.Count >= EnoughTimes && IsFresh(known)) return null;
        _entries[key] = new Entry(profile, time.GetTimestamp(), []);
        return null;
    }

    /// <summary>A real request took so long, one example.</summary>
    public void Observe(string bundle, string cut, PartitionSide side, string codec, double ms)
    {
        if (!double.IsFinite(ms) || ms is < 0 or > PartitionProfile.MaxMs) return;
        var key = new Key(bundle, cut, side, codec);
        var entry = _entries.GetValueOrDefault(key) ?? new Entry(null, 0, new Queue<double>());
        entry.Times.Enqueue(ms);
        if (entry.Times.Count > Window) entry.Times.Dequeue();
        _entries[key] = entry with
        {
            Profile = entry.Times.Count >= EnoughTimes ? Summarise(key, entry) : entry.Profile,
            At = time.GetTimestamp(),
        };
    }

    /// <summary>For one example, or null where it is not known or has expired.</summary>
    public PartitionProfile? Find(string bundle, string cut, PartitionSide side, string codec = "") =>
        _entries.TryGetValue(new Key(bundle, cut, side, codec), out var entry) && IsFresh(entry) ? entry.Profile : null;

    private bool IsFresh(Entry entry) => time.GetElapsedTime(entry.At) <= _expiry;

    private static PartitionProfile Summarise(Key key, Entry entry)
    {
        var sorted = entry.Times.Order().ToArray();
        return new PartitionProfile(key.Bundle, key.Cut, key.Side, key.Codec, Batch: 1,
            Sessions.RunTimes.Quantile(sorted, 0.1), Sessions.RunTimes.Quantile(sorted, 0.5), Sessions.RunTimes.Quantile(sorted, 0.9),
            sorted.Length, entry.Profile?.PeakMemoryBytes ?? 0);
    }

    private readonly record struct Key(string Bundle, string Cut, PartitionSide Side, string Codec)
    {
        public static Key Of(PartitionProfile p) => new(p.Bundle, p.Cut, p.Side, p.Codec);
    }

    private sealed record Entry(PartitionProfile? Profile, long At, Queue<double> Times);
}
