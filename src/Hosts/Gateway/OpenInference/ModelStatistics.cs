namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// Counts and times since the model was loaded (Triton's statistics extension). Every member is there, also those of what this gateway
/// does not have, a queue and a cache: NVIDIA's perf_analyzer reads them all.
/// </summary>
public sealed class ModelStatistics
{
    private static readonly object None = new { count = 0, ns = 0 };

    private readonly Lock _lock = new();
    private Times _succeeded;
    private Times _failed;
    private long _lastMs;

    /// <param name="now">When it ended.</param>
    public void Record(InferTimes took, bool succeeded, DateTimeOffset now)
    {
        lock (_lock)
        {
            (succeeded ? ref _succeeded : ref _failed).Add(took);
            _lastMs = now.ToUnixTimeMilliseconds();
        }
    }

    public object Of(ServedModel model)
    {
        lock (_lock)
            return new
            {
                name = model.Name,
                version = model.Version,
                last_inference = _lastMs,
                inference_count = _succeeded.Count,
                execution_count = _succeeded.Count,
                inference_stats = new
                {
                    success = new { count = _succeeded.Count, ns = _succeeded.Total },
                    fail = new { count = _failed.Count, ns = _failed.Total },
                    queue = new { count = _succeeded.Count, ns = 0 },
                    compute_input = new { count = _succeeded.Count, ns = _succeeded.Input },
                    compute_infer = new { count = _succeeded.Count, ns = _succeeded.Infer },
                    compute_output = new { count = _succeeded.Count, ns = _succeeded.Output },
                    cache_hit = None,
                    cache_miss = None,
                },
                batch_stats = Array.Empty<object>(),
            };
    }

    /// <summary>Sums, ns.</summary>
    private struct Times
    {
        public long Count { get; private set; }

        public long Input { get; private set; }

        public long Infer { get; private set; }

        public long Output { get; private set; }

        public readonly long Total => Input + Infer + Output;

        public void Add(InferTimes took)
        {
            Count++;
            Input += Nanoseconds(took.Input);
            Infer += Nanoseconds(took.Infer);
            Output += Nanoseconds(took.Output);
        }

        private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
    }
}
