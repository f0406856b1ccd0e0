using System.Text.Json.Serialization;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Bundles;

/// <summary>A tensor that crosses a cut.</summary>
/// <param name="Shape">-1 for the batch.</param>
/// <param name="Calibration">What the clipping codecs need to know of its values; absent where none was measured.</param>
public sealed record CutTensor(string Name, TensorElementType ElementType, IReadOnlyList<long> Shape, TensorCalibration? Calibration = null)
{
    /// <summary>For one example.</summary>
    [JsonIgnore]
    public long Bytes => ElementTypes.SizeOf(ElementType) * Shape.Aggregate(1L, (n, d) => n * Math.Max(d, 1));

    [JsonIgnore]
    public TensorSpec Spec => new(Name, ElementType, Shape);
}
