namespace EdgeActors.Gateway.OpenInference;

/// <summary>Counts and times since the model was loaded (Triton's statistics extension).</summary>
public sealed class ModelStatistics
{
    private long _succeeded, _failed, _succeededNs, _failedNs;

    public void Record(bool succeeded, TimeSpan took)
    {
        Interlocked.Increment(ref succeeded ? ref _succeeded : ref _failed);
        Interlocked.Add(ref succeeded ? ref _succeededNs : ref _failedNs, (long)(took.TotalMilliseconds * 1e6));
    }

    public object Of(ServedModel model) => new
    {
        name = model.Name,
        version = model.Version,
        inference_count = Interlocked.Read(ref _succeeded),
        execution_count = Interlocked.Read(ref _succeeded),
        inference_stats = new
        {
            success = new { count = Interlocked.Read(ref _succeeded), ns = Interlocked.Read(ref _succeededNs) },
            fail = new { count = Interlocked.Read(ref _failed), ns = Interlocked.Read(ref _failedNs) },
        },
    };
}
