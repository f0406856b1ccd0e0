using EdgeActors.Inference.Data;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Local;

/// <summary>
/// A federated run with all devices in one process, one after the other: the arithmetic, bytes and results of a real one, without actors, masks (which
/// change no bit of a sum) and waiting.
/// </summary>
public sealed class FederatedSimulation : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly TrainableNetwork _network;
    private readonly PictureSet _test;
    private readonly ChannelNormalization _normalization;
    private readonly int _threads;
    private readonly SimulatedFleet _fleet;
    private GlobalState _state;
    private byte[] _lastDifference = [];

    public FederatedSimulation(TrainingPlan plan, TrainableNetwork network, PictureSet train, PictureSet test, ChannelNormalization normalization, int threads)
    {
        (_plan, _network, _test, _normalization, _threads) = (plan, network, test, normalization, threads);
        _fleet = new SimulatedFleet(plan, network, train, normalization, threads);
        _state = GlobalState.Start(plan, network.Weights());
    }

    public GlobalState State => _state;

    /// <summary>One round, committed.</summary>
    public SimulatedRound Next(CancellationToken cancellation = default)
    {
        var round = _state.Version + 1;
        var cohort = CohortDraw.Draw(_plan, round, 1, _fleet.Devices.Select(device => device.Id)).ToHashSet(StringComparer.Ordinal);
        var asked = _fleet.Devices.Where(device => cohort.Contains(device.Id)).ToArray();
        var largest = asked.Max(device => device.Data.Count);
        var uploads = asked.Select(device => (Device: device, Bytes: _fleet.Train(device, _state, round, largest, cancellation))).ToArray();
        var mean = Mean(round, largest, uploads);
        long down = _lastDifference.Length > 0 ? _lastDifference.Length : 4L * _state.Model.Length;
        if (_state.Control.Length > 0 && round > 1) down += 4L * _state.Control.Length;
        var committed = RoundCommit.Apply(_plan, _state, mean, new byte[32]);
        (_state, _lastDifference) = (committed.State, committed.Difference);
        var evaluated = _plan.EvaluateEvery > 0 && (round % _plan.EvaluateEvery == 0 || round == _plan.Rounds)
            ? ClassifierEvaluation.Run(_network.With(_state.Model), _test, _normalization, _threads)
            : null;
        return new(round, asked.Length, asked.Average(device => device.Loss), evaluated?.Accuracy, uploads.Sum(upload => (long)upload.Bytes.Length), asked.Length * down,
            uploads.Max(upload => upload.Bytes.Length), down, _state.ModelDigest);
    }

    public void Dispose() => _fleet.Dispose();

    private RoundMean Mean(int round, long largest, (SimulatedDevice Device, byte[] Bytes)[] uploads)
    {
        if (_plan.Up.Scheme != CompressionScheme.Ring)
        {
            return RoundAggregation.OfDecoded(_plan, _state.Model.Length, round,
                uploads.Select(upload => new WeightedBlob(upload.Device.Id, upload.Bytes, UpdateEncoder.Weight(upload.Device.Data.Count, largest))));
        }

        var scheme = RoundAggregation.Scheme(_plan, _state.Model.Length, _state.Clip, round);
        var sum = new RingSum(scheme.Ring, _state.Model.Length);
        foreach (var upload in uploads) sum.AddPacked(upload.Bytes);
        return RoundAggregation.OfRing(scheme, sum, uploads.Length);
    }
}
