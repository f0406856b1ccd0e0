using System.Text.Json.Serialization;

namespace EdgeActors.Gateway.OpenAi;

internal sealed record ChatText(
    [property: JsonPropertyName("role")] string? Role,
    [property: JsonPropertyName("content")] string? Content,
    [property: JsonPropertyName("refusal")] string? Refusal);
