using System.Net;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;

namespace EdgeActors.Gateway.Access;

/// <summary>Somebody can call this gateway, and not everybody.</summary>
internal static class KeyExamination
{
    public static Task<IReadOnlyList<Finding>> LookAsync(ExaminedHost host, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Finding>>([Keys(host, GatewaySettings.KeysIn(host.Settings, host.Place.Root))]);

    private static Finding Keys(ExaminedHost host, string file)
    {
        var development = host.Settings.Get(GatewaySettings.Access) == AccessMode.Development;
        try
        {
            var valid = ApiKeyFile.Read(file).Count(key => key.RevokedAt is null);
            var make = $"edgeactors keys create NAME --scope infer --gateway-dir {Path.GetDirectoryName(Path.GetFullPath(file))}";
            return (development, valid) switch
            {
                (true, 0) when !IPAddress.IsLoopback(host.Settings.Get(HostSettings.HttpHost)) => Finding.Failed(
                    "API keys", $"the gateway listens on {host.Settings.Get(HostSettings.HttpHost)} and there is no key: nobody but this machine can call it", make),
                (true, _) => Finding.Warning(
                    "API keys", $"development mode: every program of this machine may call without a key; {valid} keys for others", $"Set {GatewaySettings.Access.HoconPath} = keys where anybody else has an account here."),
                (false, 0) => Finding.Failed("API keys", "there is none: nobody can call this gateway", make),
                _ => Finding.Ok("API keys", $"{valid} in {file}"),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Finding.Failed("API keys", e.Message, "Restore the file, or delete it and make the keys anew.");
        }
    }
}
