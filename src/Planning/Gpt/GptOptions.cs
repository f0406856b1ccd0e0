using System.Collections.Immutable;

namespace EdgeActors.Planning.Gpt;

/// <summary>Which GPT plans, and what it may take.</summary>
/// <param name="Endpoint">Azure: <c>https://NAME.openai.azure.com/</c>. Otherwise up to and with <c>/v1</c>.</param>
/// <param name="Key">Sent as <c>api-key</c> (Azure) or bearer token; a local server takes any.</param>
/// <param name="Model">The deployment (Azure), or the model's name.</param>
public sealed record GptOptions(GptProvider Provider, Uri Endpoint, string Key, string Model)
{
    /// <summary>For one plan in all: every attempt, retry and repair.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Retries of one call, by the SDK, on 408, 429 and 5xx; <c>Retry-After</c> is honoured.</summary>
    public int Retries { get; init; } = 2;

    public int MaxOutputTokens { get; init; } = 800;

    /// <summary>False for servers without <c>response_format: json_schema</c>: the schema is then part of the prompt.</summary>
    public bool StructuredOutput { get; init; } = true;

    /// <summary>Failed calls in a row after which GPT is left alone for <see cref="BreakFor"/>.</summary>
    public int BreakAfter { get; init; } = 3;

    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>US dollars that one budget key may spend in a day (UTC); null sets no limit.</summary>
    public decimal? DailyBudgetUsd { get; init; }

    /// <summary>By the model's name as the server replies it, or a prefix of it.</summary>
    public ImmutableDictionary<string, ModelPrice> Prices { get; init; } = ImmutableDictionary<string, ModelPrice>.Empty;

    /// <summary>Plans kept, least recently used out first.</summary>
    public int CachedPlans { get; init; } = 1000;

    /// <summary>The price of a model: the longest configured prefix of its name wins. Null where there is none.</summary>
    public ModelPrice? PriceOf(string model) =>
        Prices.Where(price => model.StartsWith(price.Key, StringComparison.Ordinal)).OrderByDescending(price => price.Key.Length).FirstOrDefault().Value;
}
