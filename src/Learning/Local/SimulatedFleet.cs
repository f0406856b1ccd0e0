using System.Collections.Immutable;
using EdgeActors.Inference.Data;
using EdgeActors.Learning.Data;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;

namespace EdgeActors.Learning.Local;

/// <summary>The devices of a simulated run with their data and memories. They train one after the other, with one engine session for each batch size.</summary>
internal sealed class SimulatedFleet : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly TrainableNetwork _network;
    private readonly ChannelNormalization _normalization;
    private readonly int _threads;
    private readonly Dictionary<int, LocalTrainer> _trainers = []; // by batch size: a trainer keeps nothing from one device to the next

    public SimulatedFleet(TrainingPlan plan, TrainableNetwork network, PictureSet train, ChannelNormalization normalization, int threads)
    {
        (_plan, _network, _normalization, _threads) = (plan, network, normalization, threads);
        var seed = new Seed(plan.Seed).Derive("partition");
        var parts = plan.Data.Partition == PartitionKind.Iid
            ? DataPartition.Uniform(train.Count, plan.Cohort.Devices, seed)
            : DataPartition.Dirichlet(train.Classes, plan.Cohort.Devices, plan.Data.Alpha, seed);
        Devices = [.. parts.Select((part, i) => new SimulatedDevice($"device-{i:00}", train.Subset($"device-{i:00}", part)))];
    }

    public ImmutableArray<SimulatedDevice> Devices { get; }

    /// <summary>One device's training from a state, whose version also sets the rate.</summary>
    /// <param name="number">By which its draws are chosen: the round, where there are rounds.</param>
    /// <param name="largest">Examples of the largest device of the cohort.</param>
    /// <returns>What the device uploads.</returns>
    public byte[] Train(SimulatedDevice device, GlobalState from, int number, long largest, CancellationToken cancellation)
    {
        var batch = Math.Min(_plan.Local.Batch, device.Data.Count);
        if (!_trainers.TryGetValue(batch, out var trainer)) _trainers[batch] = trainer = new LocalTrainer(_network.Network, _plan, batch, _threads);
        var seed = (long)_plan.Batches(number, device.Id).Value;
        var batches = new PictureBatches(device.Data, batch, _plan.Local.Augment ? Augmentation.CropAndFlip : Augmentation.None, _normalization, seed);
        var result = trainer.Train(from.Model, DeviceRound.Correction(_plan, device.Memory, from.Control), batches, from.Version + 1, cancellation);
        var work = DeviceRound.Of(_plan, result, device.Memory, from.Control, number, device.Id, from.Clip, device.Data.Count, largest, new byte[32]);
        work.Keep(device.Memory);
        device.Loss = result.Loss;
        return work.Upload(number, mask: null);
    }

    public void Dispose()
    {
        foreach (var trainer in _trainers.Values) trainer.Dispose();
    }
}
