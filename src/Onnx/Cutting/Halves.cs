using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// A model cut in two: <c>tail(head(x))</c> is the model. The head's outputs are the tail's inputs, name by name; behind them the
/// tail takes those of the <see cref="Cutter"/>'s common inputs that it reads.
/// </summary>
public sealed record Halves(Boundary Boundary, Model Head, Model Tail);
