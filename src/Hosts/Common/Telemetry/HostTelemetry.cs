using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EdgeActors.Hosts.Common.Telemetry;

/// <summary>
/// Traces and metrics of every <c>EdgeActors.*</c> source and meter and of HTTP: <c>GET /metrics</c> for Prometheus, OTLP where
/// an endpoint is set.
/// </summary>
internal static class HostTelemetry
{
    private const string Ours = "EdgeActors.*";

    public static void Add(IServiceCollection services, HostDefinition definition, string name, SettingValues settings)
    {
        var endpoint = settings.Get(HostSettings.OtlpEndpoint);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"edgeactors-{definition.Tier}", serviceInstanceId: name));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Ours).AddMeter("System.Runtime").AddAspNetCoreInstrumentation().AddPrometheusExporter();
            if (endpoint.Length > 0)
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = Parse(endpoint));
        });
        if (endpoint.Length > 0)
            telemetry.WithTracing(traces => traces.AddSource(Ours).AddAspNetCoreInstrumentation().AddOtlpExporter(otlp => otlp.Endpoint = Parse(endpoint)));
    }

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint();

    private static Uri Parse(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        ? uri
        : throw new SettingException(HostSettings.OtlpEndpoint, endpoint, "an address such as http://collector:4317, or nothing");
}
