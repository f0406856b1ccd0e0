using System.Text.Json.Serialization;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Gateway.OpenAi;

/// <summary>A request that has ended, as a chat completion.</summary>
/// <param name="Usage">Tokens of the language model that planned, if one did; the models that look at pictures have none.</param>
internal sealed record ChatCompletion(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("choices")] IReadOnlyList<ChatChoice> Choices,
    [property: JsonPropertyName("usage")] ChatUsage? Usage)
{
    public static ChatCompletion Of(RequestView view, string model) => new(
        IdOf(view.Request), "chat.completion", view.AcceptedAt.ToUnixTimeSeconds(), model,
        [new(0, Message: Say(view), Delta: null, FinishReason: "stop")],
        new(view.Plan?.Tokens ?? 0, 0, view.Plan?.Tokens ?? 0));

    /// <summary>The first chunk of a stream: somebody is there.</summary>
    public static ChatCompletion Begin(RequestView view, string model) => Chunk(view, model, new("assistant", "", null), null);

    public static ChatCompletion Content(RequestView view, string model) => Chunk(view, model, Say(view) with { Role = null }, null);

    public static ChatCompletion End(RequestView view, string model) => Chunk(view, model, new(null, null, null), "stop");

    /// <summary>What a person in a chat should read, rather than an error: that the request was not understood, or will not be done.</summary>
    public static bool IsConversation(Failure failure) => failure.Code is FailureCodes.NeedsClarification or FailureCodes.Unsupported or FailureCodes.Refused;

    private static ChatCompletion Chunk(RequestView view, string model, ChatText delta, string? finish) => new(
        IdOf(view.Request), "chat.completion.chunk", view.AcceptedAt.ToUnixTimeSeconds(), model, [new(0, null, delta, finish)], null);

    private static string IdOf(RequestId request) => $"chatcmpl-{request}";

    private static ChatText Say(RequestView view) => view.Failure switch
    {
        { Code: FailureCodes.Refused } refused => new("assistant", null, refused.Reason),
        { } failure => new("assistant", failure.Reason, null),
        null => new("assistant", view.Answer ?? "", null),
    };
}
