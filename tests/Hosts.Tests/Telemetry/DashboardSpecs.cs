using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeActors.Actors.Requests;
using EdgeActors.Hosts.Common.Telemetry;
using EdgeActors.Hosts.Tests.Gateway;

namespace EdgeActors.Hosts.Tests.Telemetry;

public sealed partial class DashboardSpecs
{
    [Fact]
    public async Task Every_metric_on_the_dashboard_is_one_that_a_host_has()
    {
        var known = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (known)
                    known.UnionWith(PrometheusNames(instrument));
            },
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(ActorSystemMonitor).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(RequestActor).Assembly.GetType("EdgeActors.Actors.Tracing.RequestTrace", throwOnError: true)!.TypeHandle);
        // Makes the gauges, and ASP.NET's own meters.
        await using var gateway = await GatewayInProcess.StartAsync();
        await Support.Eventually.Async(() => Names().Contains("edgeactors_devices"), "the gauges of the gateway");

        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "grafana", "edgeactors.json")));
        var used = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => Metric().Matches(target.GetProperty("expr").GetString()!).Select(match => match.Value))
            .ToHashSet();

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(Names()));

        HashSet<string> Names()
        {
            lock (known)
                return [.. known];
        }
    }

    /// <summary>As OpenTelemetry's exporter writes them: dots become underscores, the unit and what kind it is are appended.</summary>
    private static IEnumerable<string> PrometheusNames(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "By/s" => "_bytes_per_second", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? [$"{name}_bucket", $"{name}_count", $"{name}_sum"]
            : kind.StartsWith("Counter", StringComparison.Ordinal) ? [$"{name}_total"]
            : [name];
    }

    [GeneratedRegex(@"\b(edgeactors|http_server)_[a-z_]+\b(?=\[|\)|$)")]
    private static partial Regex Metric();
}
