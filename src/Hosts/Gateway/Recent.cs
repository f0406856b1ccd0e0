namespace EdgeActors.Gateway;

/// <summary>The newest ids of one kind that this gateway has taken in, newest first. A list of everything would be the journal's.</summary>
/// <param name="most">How many are remembered.</param>
/// <param name="known">What is known from before, newest first.</param>
public sealed class Recent<TId>(int most, IEnumerable<TId>? known = null)
    where TId : class
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TId> _ids = new((known ?? []).Distinct().Take(most));

    public IReadOnlyList<TId> Ids
    {
        get
        {
            lock (_lock)
                return [.. _ids];
        }
    }

    /// <summary>Puts the id first, whether it is new or was there.</summary>
    public void Add(TId id)
    {
        lock (_lock)
        {
            _ids.Remove(id);
            _ids.AddFirst(id);
            if (_ids.Count > most)
                _ids.RemoveLast();
        }
    }
}
