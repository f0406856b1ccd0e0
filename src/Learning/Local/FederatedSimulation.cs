using EdgeActors.Inference.Data;
using EdgeActors.Learning.Data;
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
    private readonly SimulatedDevice[] _devices;
    private readonly Dictionary<int, LocalTrainer> _trainers = []; // by batch size: a trainer keeps nothing from one device to the next
    private GlobalState _state;
    private byte[] _lastDifference = [];

    public FederatedSimulation(TrainingPlan plan, TrainableNetwork network, PictureSet train, PictureSet test, ChannelNormalization normalization, int threads)
    {
        (_plan, _network, _test, _normalization, _threads) = (plan, network, test, normalization, threads);
        var seed = new Seed(plan.Seed).Derive("partition");
        var parts = plan.Data.Partition == PartitionKind.Iid
            ? DataPartition.Uniform(train.Count, plan.Cohort.Devices, seed)
            : DataPartition.Dirichlet(train.Classes, plan.Cohort.Devices, plan.Data.Alpha, seed);
        _devices = [.. parts.Select((part, i) => new SimulatedDevice($"device-{i:00}", train.Subset($"device-{i:00}", part)))];
        _state = GlobalState.Start(plan, network.Weights());
    }

    public GlobalState State => _state;

    /// <summary>One round, committed.</summary>
    public SimulatedRound Next(CancellationToken cancellation = default)
    {
        var round = _state.Version + 1;
        var cohort = CohortDraw.Draw(_plan, round, 1, _devices.Select(device => device.Id)).ToHashSet(StringComparer.Ordinal);
        var asked = _devices.Where(device => cohort.Contains(device.Id)).ToArray();
        var largest = asked.Max(device => device.Data.Count);
        var uploads = asked.Select(device => (Device: device, Bytes: Train(device, round, largest, cancellation))).ToArray();
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

    public void Dispose()
    {
        foreach (var trainer in _trainers.Values) trainer.Dispose();
    }

    private byte[] Train(SimulatedDevice device, int round, long largest, CancellationToken cancellation)
    {
        var batch = Math.Min(_plan.Local.Batch, device.Data.Count);
        if (!_trainers.TryGetValue(batch, out var trainer)) _trainers[batch] = trainer = new LocalTrainer(_network.Network, _plan, batch, _threads);
        var seed = (long)_plan.Batches(round, device.Id).Value;
        var batches = new PictureBatches(device.Data, batch, _plan.Local.Augment ? Augmentation.CropAndFlip : Augmentation.None, _normalization, seed);
        var result = trainer.Train(_state.Model, DeviceRound.Correction(_plan, device.Memory, _state.Control), batches, round, cancellation);
        var work = DeviceRound.Of(_plan, result, device.Memory, _state.Control, round, device.Id, _state.Clip, device.Data.Count, largest, new byte[32]);
        work.Keep(device.Memory);
        device.Loss = result.Loss;
        return work.Upload(round, mask: null);
    }

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

    private sealed class SimulatedDevice(string id, PictureSet data)
    {
        public string Id { get; } = id;
        public PictureSet Data { get; } = data;
        public DeviceMemory Memory { get; } = new();
        public double Loss { get; set; }
    }
}
