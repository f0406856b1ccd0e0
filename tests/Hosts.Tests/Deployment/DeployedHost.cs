using EdgeActors.Cloud;
using EdgeActors.Device;
using EdgeActors.Edge;
using EdgeActors.Gateway;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>What a host makes of the environment that a deployment file gives it.</summary>
internal static class DeployedHost
{
    public static IReadOnlyDictionary<string, HostDefinition> Definitions { get; } =
        new[] { CloudHost.Definition, EdgeHost.Definition, GatewayHost.Definition, DeviceHost.Definition }.ToDictionary(definition => definition.Tier);

    /// <summary>The host's settings; every variable must be one of its own, every value one that it allows.</summary>
    public static SettingValues Resolve(string tier, IReadOnlyDictionary<string, string> environment)
    {
        var definition = Definitions[tier];
        var known = definition.Settings.SelectMany(setting => (string?[])[setting.EnvironmentVariable, setting.WellKnownVariable]).ToHashSet();
        Assert.All(environment.Keys, variable => Assert.True(known.Contains(variable), $"the {tier} host knows no {variable}"));
        return HostConfiguration.Resolve(definition, _ => null, variable => variable == HostSettings.ConfigFile.EnvironmentVariable ? null : environment.GetValueOrDefault(variable)).Settings;
    }
}
