using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Gateway;

/// <summary>What a gateway can be told.</summary>
public static class GatewaySettings
{
    public static readonly Setting<long> MaxBodyBytes = Settings.Bytes("http.max-body-bytes", "the largest body of one request, its pictures included");
    public static readonly Setting<int> MaxRequestsInFlight = Settings.Whole("http.max-requests-in-flight", "how many requests may be on their way in at once; one more is refused with 503", 1, 100_000);

    public static readonly Setting<AccessMode> Access = Settings.Choice<AccessMode>("access", "development: programs of this machine may call without an API key; keys: everybody needs one. 'edgeactors keys' makes keys");
    public static readonly Setting<string> KeyFile = Settings.Path("keys-file", "the API keys; DATA-DIR/NAME/keys.json where empty. Several gateways may read one file");

    public static IReadOnlyList<Setting> All { get; } = [.. ClusterSettings.All, MaxBodyBytes, MaxRequestsInFlight, Access, KeyFile];

    /// <summary>Where the keys are.</summary>
    /// <param name="root">The gateway's own folder.</param>
    public static string KeysIn(SettingValues settings, string root) => settings.Get(KeyFile) is { Length: > 0 } file ? file : Path.Combine(root, ApiKeyFile.Name);
}
