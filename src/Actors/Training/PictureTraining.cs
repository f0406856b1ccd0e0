using EdgeActors.Inference.Data;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Actors.Training;

/// <summary>Trains on labelled pictures of this device, which never leave it. Engine sessions are kept for the plan that was last trained.</summary>
/// <param name="name">The data set that plans ask for.</param>
public sealed class PictureTraining(string name, PictureSet pictures, ChannelNormalization normalization, int threads) : ILocalTraining, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private (string Fingerprint, LocalTrainer Trainer)? _current;

    public long Examples(TrainingPlan plan) => plan.Data.Set == name ? pictures.Count : 0;

    public async Task<LocalResult> TrainAsync(
        TrainingPlan plan, byte[] graph, float[] weights, float[] correction, RoundId round, DeviceId device, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Train(plan, graph, weights, correction, round, device, cancellation), cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _current?.Trainer.Dispose();
        _one.Dispose();
    }

    private LocalResult Train(TrainingPlan plan, byte[] graph, float[] weights, float[] correction, RoundId round, DeviceId device, CancellationToken cancellation)
    {
        var batch = Math.Min(plan.Local.Batch, pictures.Count);
        if (_current?.Fingerprint != plan.Fingerprint)
        {
            _current?.Trainer.Dispose();
            _current = null;
            _current = (plan.Fingerprint, new LocalTrainer(OnnxFile.Read(graph), plan, batch, threads));
        }

        var trainer = _current.Value.Trainer;
        if (trainer.Layout.Count != weights.Length)
            throw new LocalTrainingException($"the round's weights are {weights.Length} numbers, its network trains {trainer.Layout.Count}");
        var augmentation = plan.Local.Augment ? Augmentation.CropAndFlip : Augmentation.None;
        var batches = new PictureBatches(pictures, batch, augmentation, normalization, (long)plan.Batches(round.Number, device.Value).Value);
        return trainer.Train(weights, correction, batches, round.Number, cancellation);
    }
}
