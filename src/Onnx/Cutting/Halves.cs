using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>A model cut in two: <c>tail(head(x))</c> is the model. The head's outputs are the tail's inputs, name by name.</summary>
public sealed record Halves(Boundary Boundary, Model Head, Model Tail);
