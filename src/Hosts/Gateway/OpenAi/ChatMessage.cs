using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeActors.Gateway.OpenAi;

/// <param name="Content">A string, or an array of parts: <c>{"type":"text"}</c> and <c>{"type":"image_url"}</c>.</param>
public sealed record ChatMessage([property: JsonPropertyName("role")] string? Role, [property: JsonPropertyName("content")] JsonElement Content);
