using System.Text.Json.Serialization;

namespace EdgeActors.Gateway.OpenAi;

/// <param name="Message">In a whole completion.</param>
/// <param name="Delta">In a chunk of a stream.</param>
internal sealed record ChatChoice(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("message")] ChatText? Message,
    [property: JsonPropertyName("delta")] ChatText? Delta,
    [property: JsonPropertyName("finish_reason")] string? FinishReason);
