using System.Net.Http.Json;

namespace EdgeActors.Cli.Tiers;

/// <summary>The throttle of one device's link, through its host's loopback API; the host must have been started with <c>--link-shaping</c>.</summary>
internal sealed class DeviceLink(Uri host, string device)
{
    /// <exception cref="CommandFailed">The device host does not do it.</exception>
    public async Task ThrottleAsync(LinkThrottle throttle, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = host };
        using var response = await http.PutAsJsonAsync($"/v1/devices/{Uri.EscapeDataString(device)}/link", throttle, cancel);
        if (!response.IsSuccessStatusCode)
            throw new CommandFailed($"The link of {device} can't be throttled: {await response.Content.ReadAsStringAsync(cancel)}");
    }
}
