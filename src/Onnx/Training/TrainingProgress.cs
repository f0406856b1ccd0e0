namespace EdgeActors.Onnx.Training;

/// <summary>Where a run stands. <see cref="Loss"/> is the mean over the epoch so far; the rate counts examples per second of this process.</summary>
public sealed record TrainingProgress(int Epoch, int Epochs, int Batch, int Batches, double Loss, float LearningRate, double ExamplesPerSecond, TimeSpan Remaining)
{
    public bool EndsEpoch => Batch == Batches;
}
