namespace EdgeActors.Planning.Gpt;

/// <summary>
/// Leaves a server alone after several failed calls in a row; when the pause is over one caller may try, and the rest wait for how that goes.
/// Safe to call from many threads.
/// </summary>
internal sealed class CallBreaker(int after, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _openUntil;

    /// <summary>False: do not call. True: the caller must say <see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_failures < after)
                return true;
            var now = time.GetUtcNow();
            if (now < _openUntil)
                return false;
            _openUntil = now + pause; // one trial at a time
            return true;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
            _failures = 0;
    }

    public void Failed()
    {
        lock (_lock)
        {
            _failures++;
            _openUntil = time.GetUtcNow() + pause;
        }
    }
}
