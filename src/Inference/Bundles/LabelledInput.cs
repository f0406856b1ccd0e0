using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Bundles;

/// <param name="Input">One example, batch in front.</param>
/// <param name="Label">Index of its right label.</param>
public sealed record LabelledInput(TensorData Input, int Label);
