using System.Text.Json.Serialization;

namespace EdgeActors.Gateway.OpenAi;

/// <summary>
/// The part of a chat completion request that means something here. Sampling parameters are taken and ignored, as other servers of
/// this protocol do: a classifier has no temperature.
/// </summary>
public sealed record ChatBody(
    [property: JsonPropertyName("model")] string? Model,
    [property: JsonPropertyName("messages")] IReadOnlyList<ChatMessage>? Messages,
    [property: JsonPropertyName("stream")] bool? Stream,
    [property: JsonPropertyName("n")] int? N);
