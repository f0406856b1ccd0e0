namespace EdgeActors.Gateway.OpenInference;

/// <summary>What one inference took, without the network: reading its body, running the model, writing the answer.</summary>
public readonly record struct InferTimes(TimeSpan Input, TimeSpan Infer, TimeSpan Output);
