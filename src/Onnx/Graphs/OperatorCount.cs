namespace EdgeActors.Onnx.Graphs;

public sealed record OperatorCount(string Operator, int Count);
