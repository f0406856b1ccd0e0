using System.ClientModel;
using System.Text.Json;
using OpenAI.Chat;

namespace EdgeActors.Planning.Gpt;

/// <summary>One call to the chat completions API, its errors turned into words.</summary>
internal sealed class GptCall(ChatClient client, GptOptions options, TimeProvider time)
{
    private const int Unauthorised = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int TooManyRequests = 429;

    /// <exception cref="OperationCanceledException">By <paramref name="cancellation"/>.</exception>
    public async Task<GptReply> SendAsync(IEnumerable<ChatMessage> messages, string schema, int attempt, CancellationToken cancellation)
    {
        var request = new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = options.MaxOutputTokens };
        if (options.StructuredOutput)
            request.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("plan", BinaryData.FromString(schema), jsonSchemaIsStrict: true);
        var started = time.GetTimestamp();
        try
        {
            ChatCompletion completion = await client.CompleteChatAsync(messages, request, cancellation);
            var (text, fault) = Read(completion);
            return new(text, fault, ServerFailed: false, Account(completion, attempt, time.GetElapsedTime(started), fault ?? "ok"));
        }
        catch (Exception e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation); // the SDK may tell of a broken connection instead
        }
        catch (Exception e) when (FaultOf(e) is { } fault)
        {
            return new(null, fault, ServerFailed: true, new(options.Model, attempt, 0, 0, 0, 0, null, time.GetElapsedTime(started), fault));
        }
    }

    private static (string? Text, string? Fault) Read(ChatCompletion completion) => completion switch
    {
        { Refusal: { Length: > 0 } refusal } => (null, $"GPT refused: {refusal}"),
        { FinishReason: ChatFinishReason.ContentFilter } => (null, "the content filter stopped GPT"),
        { FinishReason: ChatFinishReason.Length } => (null, "GPT's plan was cut off at the token limit"),
        { Content: [{ Text: { Length: > 0 } text }, ..] } => (text, null),
        _ => (null, "GPT replied without text"),
    };

    private PlannerCall Account(ChatCompletion completion, int attempt, TimeSpan elapsed, string outcome)
    {
        var (input, output) = (completion.Usage?.InputTokenCount ?? 0, completion.Usage?.OutputTokenCount ?? 0);
        var cached = completion.Usage?.InputTokenDetails?.CachedTokenCount ?? 0;
        var model = completion.Model is { Length: > 0 } named ? named : options.Model;
        return new(model, attempt, input, cached, output, completion.Usage?.OutputTokenDetails?.ReasoningTokenCount ?? 0,
            (options.PriceOf(model) ?? options.PriceOf(options.Model))?.Of(input, cached, output), elapsed, outcome);
    }

    private string? FaultOf(Exception e) => e switch
    {
        ClientResultException { Status: Unauthorised or Forbidden } => $"{options.Endpoint.Host} does not accept the key",
        ClientResultException { Status: NotFound } => $"{options.Endpoint.Host} has no model or deployment '{options.Model}'",
        ClientResultException { Status: TooManyRequests } => $"{options.Endpoint.Host} is out of quota (429)",
        ClientResultException { Status: > 0 } failed => $"{options.Endpoint.Host} answered {failed.Status}",
        ClientResultException or HttpRequestException or IOException or AggregateException => $"{options.Endpoint.Host} can't be reached: {Innermost(e).Message}",
        TaskCanceledException or TimeoutException => $"{options.Endpoint.Host} did not answer in time",
        JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException or NullReferenceException =>
            $"{options.Endpoint.Host} answered something that is no chat completion",
        _ => null,
    };

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e;
    }
}
