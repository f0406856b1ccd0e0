namespace EdgeActors.Planning.Gpt;

/// <summary>What each budget key has spent today (UTC), in US dollars. Safe to call from many threads.</summary>
internal sealed class SpendLedger(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, decimal> _spent = [];
    private DateOnly _day;

    public decimal SpentToday(string key)
    {
        lock (_lock)
        {
            Turn();
            return _spent.GetValueOrDefault(key);
        }
    }

    public void Add(string key, decimal usd)
    {
        lock (_lock)
        {
            Turn();
            _spent[key] = _spent.GetValueOrDefault(key) + usd;
        }
    }

    private void Turn()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today == _day)
            return;
        _day = today;
        _spent.Clear();
    }
}
