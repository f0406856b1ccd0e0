using System.Collections.Immutable;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Planning;
using EdgeActors.Planning.Gpt;
using EdgeActors.Planning.Tagging;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Common.Planning;

/// <summary>Which planner a host uses.</summary>
public static class PlannerServices
{
    /// <summary>The planner of the cloud: GPT where an endpoint is set, falling back to rules; rules alone otherwise.</summary>
    /// <exception cref="SettingException">The endpoint is not an address.</exception>
    public static IServiceCollection AddPlanner(this IServiceCollection services, SettingValues settings)
    {
        var gpt = Gpt(settings);
        return services.AddSingleton<IPlanner>(provider => gpt is null
            ? new OfflinePlanner(SentenceTagger.Trained)
            : new GptPlanner(gpt, new OfflinePlanner(SentenceTagger.Trained), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>The planner of a device without a link: nothing that needs a network.</summary>
    public static IServiceCollection AddLocalPlanner(this IServiceCollection services) => services.AddSingleton<IPlanner>(_ => new OfflinePlanner(SentenceTagger.Trained));

    private static GptOptions? Gpt(SettingValues settings)
    {
        var endpoint = settings.Get(PlannerSettings.Endpoint);
        if (endpoint.Length == 0)
            return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new SettingException(PlannerSettings.Endpoint, endpoint, "an address such as https://NAME.openai.azure.com/, or nothing");
        var model = settings.Get(PlannerSettings.Model);
        return new GptOptions(settings.Get(PlannerSettings.Provider), address, settings.Get(PlannerSettings.Key), model)
        {
            Deadline = settings.Get(PlannerSettings.Deadline),
            StructuredOutput = settings.Get(PlannerSettings.StructuredOutput),
            DailyBudgetUsd = settings.Get(PlannerSettings.DailyBudget) is > 0 and var budget ? (decimal)budget : null,
            Prices = settings.Get(PlannerSettings.PriceIn) > 0 ? ImmutableDictionary<string, ModelPrice>.Empty.Add(model, Price(settings)) : ImmutableDictionary<string, ModelPrice>.Empty,
        };
    }

    private static ModelPrice Price(SettingValues settings) => new(
        (decimal)settings.Get(PlannerSettings.PriceIn), (decimal)settings.Get(PlannerSettings.PriceCached), (decimal)settings.Get(PlannerSettings.PriceOut));
}
