using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Sessions;

/// <summary>Sizes of the element types that may cross a cut; strings may not.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one element.</summary>
    /// <exception cref="NotSupportedException">A type without a fixed size.</exception>
    public static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float or TensorElementType.Int32 or TensorElementType.UInt32 => 4,
        TensorElementType.Double or TensorElementType.Int64 or TensorElementType.UInt64 => 8,
        TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Int16 or TensorElementType.UInt16 => 2,
        TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Bool => 1,
        _ => throw new NotSupportedException($"A tensor of {type} cannot be sent: only numbers and booleans can."),
    };
}
