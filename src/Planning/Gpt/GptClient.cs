using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using OpenAI;
using OpenAI.Chat;

namespace EdgeActors.Planning.Gpt;

/// <summary>Makes the SDK's chat client for a configuration.</summary>
internal static class GptClient
{
    public static ChatClient Of(GptOptions options)
    {
        var key = new ApiKeyCredential(options.Key.Length == 0 ? "none" : options.Key);
        return options.Provider switch
        {
            GptProvider.Azure => new AzureOpenAIClient(options.Endpoint, key, Configure(new AzureOpenAIClientOptions(AzureOpenAIClientOptions.ServiceVersion.V2024_10_21), options))
                .GetChatClient(options.Model),
            _ => new OpenAIClient(key, Configure(new OpenAIClientOptions { Endpoint = options.Endpoint }, options)).GetChatClient(options.Model),
        };
    }

    private static T Configure<T>(T client, GptOptions options) where T : ClientPipelineOptions
    {
        // Of one attempt; the whole has its own deadline, by cancellation, which must come first.
        client.NetworkTimeout = 2 * options.Deadline;
        client.RetryPolicy = new ClientRetryPolicy(options.Retries);
        return client;
    }
}
