namespace EdgeActors.Planning.Gpt;

/// <summary>Whose chat completions are spoken.</summary>
public enum GptProvider
{
    /// <summary>Azure OpenAI: a resource's endpoint and a deployment.</summary>
    Azure,

    /// <summary>OpenAI, or any server that speaks its wire format: Ollama, vLLM, llama.cpp.</summary>
    OpenAi,
}
