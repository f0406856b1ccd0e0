using System.Net;
using System.Net.Sockets;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Health;

/// <summary>Asks the host that runs with these settings, from the same machine or container, how it is.</summary>
internal static class HealthProbe
{
    /// <summary>Longer than a readiness check may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="what"><c>live</c> or <c>ready</c>.</param>
    /// <returns>Whether it said yes, and what it said.</returns>
    public static async Task<(bool Good, string Answer)> AskAsync(SettingValues settings, string what, CancellationToken cancel)
    {
        var port = settings.Get(HostSettings.HttpPort);
        if (port == 0)
            return (false, $"{HostSettings.HttpPort.HoconPath} is 0, so nobody knows where to ask: set a port");
        var bound = settings.Get(HostSettings.HttpHost);
        var address = bound.Equals(IPAddress.Any) ? IPAddress.Loopback : bound.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bound;
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(new Uri($"http://{host}:{port}/healthz/{what}"), cancel);
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancel));
        }
        catch (HttpRequestException e)
        {
            return (false, e.Message);
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (false, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }
}
