using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Onnx.Gradients;

/// <summary>Tensors of the engine that start at zero: what its allocator hands out holds whatever was there before.</summary>
internal static class ZeroTensor
{
    public static OrtValue Of(Value value)
    {
        var tensor = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)value.Type, value.Shape!.Sizes());
        tensor.GetTensorMutableRawData().Clear();
        return tensor;
    }
}
