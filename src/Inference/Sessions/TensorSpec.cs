using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Sessions;

/// <summary>What a graph says about one of its inputs or outputs.</summary>
/// <param name="Shape">-1 where a dimension is not fixed, e.g. <c>[-1, 3, 32, 32]</c> for a free batch.</param>
public sealed record TensorSpec(string Name, TensorElementType ElementType, IReadOnlyList<long> Shape)
{
    /// <summary>Whether several requests may be put one after another along axis 0.</summary>
    public bool HasFreeBatch => Shape.Count > 0 && Shape[0] < 0;

    public bool Accepts(TensorData tensor) => Accepts(tensor.ElementType, tensor.Shape);

    public bool Accepts(TensorElementType elementType, IReadOnlyList<long> shape) =>
        elementType == ElementType && shape.Count == Shape.Count && shape.Zip(Shape).All(d => d.Second < 0 || d.First == d.Second);

    public override string ToString() => $"{Name} {TensorData.Describe(ElementType, Shape)}";
}
