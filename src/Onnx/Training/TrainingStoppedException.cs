namespace EdgeActors.Onnx.Training;

/// <summary>The loss or the gradient became NaN or infinite. Nothing was written over: the last checkpoint is from before.</summary>
public sealed class TrainingStoppedException(long step, StepResult result, string? checkpoint) : Exception(
    $"Training stopped at step {step}: the loss is {result.Loss} and the gradient norm {result.GradientNorm}. " +
    (checkpoint is null ? "There is no checkpoint yet. " : $"The last good checkpoint is '{checkpoint}'. ") +
    "Lower the learning rate, or clip the gradient.")
{
    public long Step { get; } = step;

    public string? Checkpoint { get; } = checkpoint;
}
