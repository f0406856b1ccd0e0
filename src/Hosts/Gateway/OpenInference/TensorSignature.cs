using System.Text.Json.Serialization;

namespace EdgeActors.Gateway.OpenInference;

/// <param name="Shape">-1 where a dimension is free.</param>
public sealed record TensorSignature(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("datatype")] string DataType,
    [property: JsonPropertyName("shape")] IReadOnlyList<long> Shape);
