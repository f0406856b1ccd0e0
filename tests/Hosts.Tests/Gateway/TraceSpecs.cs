using System.Diagnostics;
using System.Net.Http.Json;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class TraceSpecs
{
    [Fact]
    public async Task A_callers_trace_goes_on_into_the_cluster()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        // As OpenTelemetry listens in a host.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var gateway = await GatewayInProcess.StartAsync();
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/v1/requests") { Content = JsonContent.Create(new { text = "What is it?", pictures = new[] { new { data = Pictures.Png() } } }) };
        ask.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");

        using var response = await gateway.Http.SendAsync(ask);

        Assert.True(response.IsSuccessStatusCode);
        Assert.StartsWith($"00-{trace}-", Assert.Single(gateway.Submitted).TraceParent, StringComparison.Ordinal);
    }
}
