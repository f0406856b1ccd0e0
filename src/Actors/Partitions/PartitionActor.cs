using Akka.Actor;
using EdgeActors.Messages;
using static EdgeActors.Actors.Partitions.PartitionMessages;
using static EdgeActors.Actors.Partitions.PartitionWorker;

namespace EdgeActors.Actors.Partitions;

/// <summary>
/// One partition: a bounded queue before one session. Commands: <see cref="RunPartition"/>. Runs what has queued up together, refuses
/// at once what it cannot finish in time, and drops what has waited past its deadline.
/// </summary>
public sealed class PartitionActor : ReceiveActor, IWithTimers
{
    /// <summary>Weight of the newest run in the smoothed time per run.</summary>
    private const double Smoothing = 0.2;

    private readonly Queue<Waiting> _queue = new();
    private readonly PartitionKey _key;
    private readonly PartitionOptions _options;
    private readonly TimeProvider _time;
    private readonly IActorRef _worker;
    private List<Waiting> _running = [];
    private long _startedAt;
    private double _runMs;
    private int _lastBatch = 1;
    private bool _canBatch;

    public PartitionActor(PartitionKey key, PartitionOptions options, TimeProvider time)
    {
        (_key, _options, _time) = (key, options, time);
        _worker = Context.ActorOf(PartitionWorker.Props(key, options.Session, time), "worker");
        Receive<RunPartition>(Enqueue);
        Receive<BatchRan>(Finish);
        Receive<BatchFailed>(failed => Settle(_ => new PartitionRefused(failed.Failure)));
        Receive<StopWaiting>(_ => RunNext());
        Receive<ReceiveTimeout>(_ =>
        {
            if (_running.Count == 0)
                Context.Stop(Self);
        });
        SetReceiveTimeout(options.IdleAfter);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PartitionKey key, PartitionOptions options, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new PartitionActor(key, options, time));

    private int BatchSize => _canBatch ? _options.MaxBatch : 1;

    private void Enqueue(RunPartition run)
    {
        var wait = TimeSpan.FromMilliseconds(ExpectedWaitMs());
        if (_queue.Count >= _options.QueueLimit)
            Refuse($"{_queue.Count} runs of {_key} are waiting, which is the limit", wait);
        else if (wait > run.Remaining)
            Refuse($"a run of {_key} would have to wait {wait.TotalMilliseconds:0} ms, and {run.Remaining.TotalMilliseconds:0} are left", wait);
        else
        {
            _queue.Enqueue(new(run, Sender, _time.GetTimestamp()));
            if (_running.Count == 0)
                StartOrWait();
        }
    }

    private void Refuse(string what, TimeSpan retryAfter) =>
        Sender.Tell(new PartitionRefused(new(FailureCodes.Overloaded, $"This host is at its limit: {what}. Try later or elsewhere.", retryAfter)));

    /// <summary>Full runs ahead of a newcomer, and what is left of the present one.</summary>
    private double ExpectedWaitMs()
    {
        var present = _running.Count == 0 ? 0 : Math.Max(0, _runMs - _time.GetElapsedTime(_startedAt).TotalMilliseconds);
        return present + _queue.Count / BatchSize * _runMs;
    }

    private void StartOrWait()
    {
        var worthWaiting = _canBatch && _lastBatch > 1 && _queue.Count < BatchSize && _options.BatchWait > TimeSpan.Zero;
        if (!worthWaiting)
            RunNext();
        else if (!Timers.IsTimerActive(StopWaiting.Instance))
            Timers.StartSingleTimer(StopWaiting.Instance, StopWaiting.Instance, _options.BatchWait);
    }

    private void RunNext()
    {
        Timers.Cancel(StopWaiting.Instance);
        if (_running.Count > 0)
            return;
        var batch = new List<Waiting>();
        while (batch.Count < BatchSize && _queue.TryDequeue(out var next))
            if (_time.GetElapsedTime(next.Since) < next.Run.Remaining)
                batch.Add(next);
            else
                next.Requester.Tell(new PartitionRefused(new(FailureCodes.DeadlinePassed, $"The deadline passed in the queue of {_key}.")));
        if (batch.Count == 0)
            return;
        (_running, _lastBatch, _startedAt) = (batch, batch.Count, _time.GetTimestamp());
        _worker.Tell(new RunBatch([.. batch.Select(waiting => waiting.Run)]));
    }

    private void Finish(BatchRan ran)
    {
        _canBatch = ran.CanBatch;
        _runMs = _runMs == 0 ? ran.RunMs : _runMs + Smoothing * (ran.RunMs - _runMs);
        var position = 0;
        Settle(waiting => new PartitionRan(
            ran.Results[position++], _time.GetElapsedTime(waiting.Since, _startedAt).TotalMilliseconds, ran.RunMs, _running.Count));
    }

    private void Settle(Func<Waiting, object> outcome)
    {
        foreach (var waiting in _running)
            waiting.Requester.Tell(outcome(waiting));
        _running = [];
        if (_queue.Count > 0)
            StartOrWait();
    }

    private sealed record Waiting(RunPartition Run, IActorRef Requester, long Since);

    private sealed record StopWaiting : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static StopWaiting Instance { get; } = new();
    }
}
