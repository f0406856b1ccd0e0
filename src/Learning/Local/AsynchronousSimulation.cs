using EdgeActors.Inference.Data;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Strategies;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Local;

/// <summary>
/// A run without rounds (FedBuff, Nguyen et al. 2022, algorithm 1), all devices in one process: each trains at its own pace from the model that it last
/// fetched, and the model moves whenever a buffer of updates is in. Time is counted, not waited for; the same paces give the same run.
/// </summary>
public sealed class AsynchronousSimulation : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly FedBuff _rule;
    private readonly SimulatedFleet _fleet;
    private readonly Func<string, double> _secondsOf;
    private readonly PriorityQueue<Working, (double At, string Device)> _working = new();
    private byte[] _lastDifference = [];
    private double _now;

    /// <param name="secondsOf">From a device's fetching of the model to its update's arrival, by the device's id.</param>
    /// <exception cref="ArgumentException">The plan's strategy is another.</exception>
    public AsynchronousSimulation(TrainingPlan plan, TrainableNetwork network, PictureSet train, ChannelNormalization normalization, int threads, Func<string, double> secondsOf)
    {
        _rule = plan.Strategy.BufferRule() ?? throw new ArgumentException($"strategy {plan.Strategy.Kind} has rounds: only fedBuff goes without");
        (_plan, _secondsOf) = (plan, secondsOf);
        _fleet = new SimulatedFleet(plan, network, train, normalization, threads);
        State = GlobalState.Start(plan, network.Weights());
        foreach (var device in _fleet.Devices) Start(new Working(device, State, 1));
    }

    public GlobalState State { get; private set; }

    /// <summary>Until the model has moved once more.</summary>
    public SimulatedVersion Next(CancellationToken cancellation = default)
    {
        var buffer = new List<(float[] Update, int Staleness, double Loss)>();
        var (up, down, refused) = (0L, 0L, 0);
        while (buffer.Count < _rule.BufferSize)
        {
            _working.TryDequeue(out var done, out var arrival);
            _now = arrival.At;
            var bytes = _fleet.Train(done!.Device, done.From, done.Number, done.Device.Data.Count, cancellation);
            up += bytes.Length;
            if (_rule.Inspect(State.Version, done.From.Version) is null) buffer.Add((Decoded(bytes, done), State.Version - done.From.Version, done.Device.Loss));
            else refused++;
            if (buffer.Count == _rule.BufferSize) Commit(buffer);
            down += BytesTo(done.From.Version);
            Start(new Working(done.Device, State, done.Number + 1));
        }

        return new(State.Version, _now, buffer.Average(one => one.Loss), buffer.Average(one => one.Staleness), refused, up, down, State.ModelDigest);
    }

    public void Dispose() => _fleet.Dispose();

    private void Start(Working working) => _working.Enqueue(working, (_now + _secondsOf(working.Device.Id), working.Device.Id));

    private float[] Decoded(byte[] bytes, Working done)
    {
        var update = new float[State.Model.Length];
        _plan.Up.Codec().Decode(bytes, update, _plan.Update(done.Number, done.Device.Id));
        return update;
    }

    private void Commit(List<(float[] Update, int Staleness, double Loss)> buffer)
    {
        var behind = buffer.Average(one => one.Staleness);
        var sum = new ExactSum(State.Model.Length);
        foreach (var (update, staleness, _) in buffer) sum.Add(update, _rule.Weight(staleness, behind));
        var committed = RoundCommit.Apply(_plan, State, new RoundMean(sum.Mean(), buffer.Count, null), new byte[32]);
        (State, _lastDifference) = (committed.State, committed.Difference);
    }

    /// <summary>One version behind: the difference. More: the weights. None: nothing.</summary>
    private long BytesTo(int version) => (State.Version - version) switch { 0 => 0, 1 => _lastDifference.Length, _ => 4L * State.Model.Length };

    /// <summary>A device at work on its update of a number, from a state that it fetched.</summary>
    private sealed record Working(SimulatedDevice Device, GlobalState From, int Number);
}
