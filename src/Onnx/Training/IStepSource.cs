namespace EdgeActors.Onnx.Training;

/// <summary>
/// Batches for a train step with any inputs and targets, the same for the same (epoch, batch) however often and in whatever order they are
/// asked for. <see cref="IBatchSource"/> is the common case of one input and one class each.
/// </summary>
public interface IStepSource
{
    int BatchSize { get; }

    int BatchesPerEpoch { get; }

    /// <summary>Writes every input that changes from batch to batch, by <see cref="TrainStep.Input{T}"/>.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="batch">From 0, below <see cref="BatchesPerEpoch"/>.</param>
    void Fill(int epoch, int batch, TrainStep step);
}
