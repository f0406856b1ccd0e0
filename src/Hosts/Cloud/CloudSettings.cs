using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Hosts.Common.Planning;

namespace EdgeActors.Cloud;

/// <summary>What a cloud host can be told.</summary>
public static class CloudSettings
{
    public static readonly Setting<string> Models = Settings.Path("models", "the folder of models that this host announces; the repository's models/ where empty and found");

    public static IReadOnlyList<Setting> All { get; } = [.. ClusterSettings.All, .. JournalSettings.All, .. PlannerSettings.All, Models, .. CrashSettings.All];
}
