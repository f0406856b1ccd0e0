using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Training;

/// <summary>Trains on the data that lies on this device.</summary>
public interface ILocalTraining
{
    /// <summary>How many examples the device has for a plan; 0 when it has none.</summary>
    long Examples(TrainingPlan plan);

    /// <param name="graph">ONNX file of the network.</param>
    /// <param name="weights">Global weights of the round.</param>
    /// <param name="correction">SCAFFOLD's c − cᵢ; empty for other strategies.</param>
    /// <exception cref="LocalTrainingException">There is no data, or nothing useful came out.</exception>
    Task<LocalResult> TrainAsync(
        TrainingPlan plan, byte[] graph, float[] weights, float[] correction, RoundId round, DeviceId device, CancellationToken cancellation);
}
