using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>An operator that the model itself defines by a body of nodes. Kept as it was read; the engine expands it.</summary>
public sealed class Function
{
    internal Function(FunctionProto proto) => Proto = proto;

    public string Name => Proto.Name;

    public string Domain => Proto.Domain;

    internal FunctionProto Proto { get; }
}
