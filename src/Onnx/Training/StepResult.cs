namespace EdgeActors.Onnx.Training;

/// <summary>What one step reported: the loss on its batch before the update, and the length of the gradient before clipping.</summary>
public readonly record struct StepResult(float Loss, float GradientNorm)
{
    public bool IsFinite => float.IsFinite(Loss) && float.IsFinite(GradientNorm);
}
