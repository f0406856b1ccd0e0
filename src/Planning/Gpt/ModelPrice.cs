namespace EdgeActors.Planning.Gpt;

/// <summary>US dollars for a million tokens. Prices change: they are configuration.</summary>
public sealed record ModelPrice(decimal Input, decimal CachedInput, decimal Output)
{
    private const decimal Million = 1_000_000m;

    public decimal Of(int inputTokens, int cachedTokens, int outputTokens) =>
        ((inputTokens - cachedTokens) * Input + cachedTokens * CachedInput + outputTokens * Output) / Million;
}
