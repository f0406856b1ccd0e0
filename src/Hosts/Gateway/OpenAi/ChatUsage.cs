using System.Text.Json.Serialization;

namespace EdgeActors.Gateway.OpenAi;

internal sealed record ChatUsage(
    [property: JsonPropertyName("prompt_tokens")] int Prompt,
    [property: JsonPropertyName("completion_tokens")] int Completion,
    [property: JsonPropertyName("total_tokens")] int Total);
