namespace EdgeActors.Gateway.OpenInference;

/// <param name="Parameters">What else is known of the run: strings, numbers and booleans.</param>
public sealed record ModelAnswer(IReadOnlyList<InferTensor> Outputs, IReadOnlyDictionary<string, object>? Parameters = null);
