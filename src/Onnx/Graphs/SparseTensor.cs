using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>A constant in coordinate form. Kept as it was read: no graph of ours computes on it.</summary>
public sealed class SparseTensor
{
    internal SparseTensor(SparseTensorProto proto) => Proto = proto;

    public string Name => Proto.Values?.Name ?? "";

    public Value Value => new(Name, (ElementType)(Proto.Values?.DataType ?? 0), Shape.Of([.. Proto.Dims]));

    internal SparseTensorProto Proto { get; }

    public override string ToString() => $"{Value} (sparse)";
}
