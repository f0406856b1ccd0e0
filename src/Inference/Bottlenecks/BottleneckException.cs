namespace EdgeActors.Inference.Bottlenecks;

/// <summary>A bottleneck cannot go where it was asked to; the message says why and what would do.</summary>
public sealed class BottleneckException(string message) : InferenceException("bottleneck-impossible", message);
