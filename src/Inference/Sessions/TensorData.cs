using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Sessions;

/// <summary>
/// A named tensor in managed memory, row-major, little-endian: what goes into and comes out of a session and a codec. The bytes are not
/// copied; whoever makes one gives the array away.
/// </summary>
public sealed class TensorData
{
    public TensorData(string name, TensorElementType elementType, long[] shape, byte[] bytes)
    {
        var expected = ElementCount(shape) * ElementTypes.SizeOf(elementType);
        if (bytes.Length != expected)
            throw new ArgumentException($"Tensor {name} {Describe(elementType, shape)} needs {expected} bytes, not {bytes.Length}.", nameof(bytes));
        (Name, ElementType, Shape, Bytes) = (name, elementType, shape, bytes);
    }

    public string Name { get; }
    public TensorElementType ElementType { get; }
    public long[] Shape { get; }
    public byte[] Bytes { get; }

    public long Count => ElementCount(Shape);

    /// <summary>The values of a float32 tensor.</summary>
    public ReadOnlySpan<float> Floats => ElementType == TensorElementType.Float
        ? MemoryMarshal.Cast<byte, float>(Bytes)
        : throw new InvalidOperationException($"Tensor {this} is not float32.");

    /// <summary>The values of an int64 tensor.</summary>
    public ReadOnlySpan<long> Int64s => ElementType == TensorElementType.Int64
        ? MemoryMarshal.Cast<byte, long>(Bytes)
        : throw new InvalidOperationException($"Tensor {this} is not int64.");

    public static TensorData OfFloats(string name, long[] shape, ReadOnlySpan<float> values) =>
        new(name, TensorElementType.Float, shape, MemoryMarshal.AsBytes(values).ToArray());

    public static TensorData OfInt64s(string name, long[] shape, ReadOnlySpan<long> values) =>
        new(name, TensorElementType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    public TensorData Named(string name) => name == Name ? this : new TensorData(name, ElementType, Shape, Bytes);

    public override string ToString() => $"{Name} {Describe(ElementType, Shape)}";

    internal static string Describe(TensorElementType elementType, IEnumerable<long> shape) =>
        $"{elementType.ToString().ToLowerInvariant()}[{string.Join(", ", shape.Select(d => d < 0 ? "?" : d.ToString()))}]";

    private static long ElementCount(long[] shape) => shape.Aggregate(1L, (n, d) => d >= 0
        ? checked(n * d)
        : throw new ArgumentException($"A tensor's dimensions cannot be negative: [{string.Join(", ", shape)}].", nameof(shape)));
}
