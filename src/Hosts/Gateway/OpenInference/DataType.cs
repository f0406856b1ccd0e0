using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>A datatype of the protocol: its name on the wire, its size, and what it is to ONNX Runtime.</summary>
/// <param name="Size">Bytes of one element; 0 for BYTES, whose elements have a length each.</param>
public sealed record DataType(string Name, int Size, TensorElementType? Element)
{
    public static readonly DataType Bytes = new("BYTES", 0, null);

    public static IReadOnlyList<DataType> All { get; } =
    [
        new("BOOL", 1, TensorElementType.Bool),
        new("UINT8", 1, TensorElementType.UInt8), new("UINT16", 2, TensorElementType.UInt16),
        new("UINT32", 4, TensorElementType.UInt32), new("UINT64", 8, TensorElementType.UInt64),
        new("INT8", 1, TensorElementType.Int8), new("INT16", 2, TensorElementType.Int16),
        new("INT32", 4, TensorElementType.Int32), new("INT64", 8, TensorElementType.Int64),
        new("FP16", 2, TensorElementType.Float16), new("FP32", 4, TensorElementType.Float), new("FP64", 8, TensorElementType.Double),
        Bytes,
    ];

    /// <exception cref="InferenceProblem">The protocol knows no such datatype.</exception>
    public static DataType Parse(string? name) => All.FirstOrDefault(type => type.Name == name)
        ?? throw InferenceProblem.Invalid($"datatype '{name}' is none of {string.Join(", ", All.Select(type => type.Name))}");

    public static DataType Of(TensorElementType element) => All.FirstOrDefault(type => type.Element == element)
        ?? throw new InferenceProblem(StatusCodes.Status501NotImplemented, $"a tensor of {element} has no datatype in this protocol");
}
