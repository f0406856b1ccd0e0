using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Planning.Gpt;

namespace EdgeActors.Hosts.Common.Planning;

/// <summary>Which GPT plans; without an endpoint rules plan alone.</summary>
public static class PlannerSettings
{
    public static readonly Setting<GptProvider> Provider = Settings.Choice<GptProvider>("gpt.provider", "azure: an Azure OpenAI resource; openai: OpenAI, or a server that speaks its wire format");
    public static readonly Setting<string> Endpoint = Known("gpt.endpoint", "AzureOpenAI__Endpoint", "https://NAME.openai.azure.com/, or up to and with /v1; rules plan where empty", "an address, or nothing");
    public static readonly Setting<string> Key = Known("gpt.key", "AzureOpenAI__ApiKey", "the key; give it by environment or file, since everybody on a machine can read flags", "a key, or nothing for a local server");
    public static readonly Setting<string> Model = Known("gpt.model", "AzureOpenAI__Deployment", "the deployment (azure) or the model", "a name");
    public static readonly Setting<TimeSpan> Deadline = Settings.Duration("gpt.deadline", "for one plan in all; rules plan after it", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    public static readonly Setting<bool> StructuredOutput = Settings.Switch("gpt.structured-output", "false for servers without response_format json_schema");
    public static readonly Setting<double> DailyBudget = Settings.Number("gpt.daily-budget", "US dollars that one API key may spend in a day (UTC), by the prices below; 0 for no limit", 0, 1e6);
    public static readonly Setting<double> PriceIn = Settings.Number("gpt.price-in", "US dollars for a million input tokens; 0 where unknown", 0, 1e4);
    public static readonly Setting<double> PriceCached = Settings.Number("gpt.price-cached", "US dollars for a million cached input tokens", 0, 1e4);
    public static readonly Setting<double> PriceOut = Settings.Number("gpt.price-out", "US dollars for a million output tokens", 0, 1e4);

    public static IReadOnlyList<Setting> All { get; } = [Provider, Endpoint, Key, Model, Deadline, StructuredOutput, DailyBudget, PriceIn, PriceCached, PriceOut];

    private static Setting<string> Known(string key, string variable, string help, string allowed) => Settings.Text(key, help, allowed, variable);
}
