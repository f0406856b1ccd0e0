namespace EdgeActors.Gateway.OpenInference;

/// <param name="Outputs">What was asked for; empty for everything.</param>
/// <param name="BinaryOutput">Whether outputs that say nothing about it come as raw bytes.</param>
public sealed record InferRequest(string? Id, IReadOnlyList<InferTensor> Inputs, IReadOnlyList<RequestedOutput> Outputs, bool BinaryOutput);
