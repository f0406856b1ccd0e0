using EdgeActors.Hosts.Common.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace EdgeActors.Hosts.Common.Telemetry;

/// <summary>Structured logs on stderr; stdout is for the ready line.</summary>
internal static class HostLogging
{
    public static void Add(ILoggingBuilder logging, SettingValues settings)
    {
        var level = settings.Get(HostSettings.LogLevel);
        logging.SetMinimumLevel(level);
        // A line of the log finds its trace, and a trace its lines.
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        // The framework's own accounts of every request are worth their lines only to who asks for everything.
        var framework = level is LogLevel.Information ? LogLevel.Warning : level;
        foreach (var category in (string[])["Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "Grpc"])
            logging.AddFilter(category, framework);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (settings.Get(HostSettings.LogFormat) == LogFormat.Json)
            logging.AddJsonConsole(json =>
            {
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                json.UseUtcTimestamp = true;
                json.IncludeScopes = true;
            });
        else
            logging.AddSimpleConsole(text =>
            {
                text.SingleLine = true;
                text.TimestampFormat = "HH:mm:ss.fff ";
                text.UseUtcTimestamp = true;
                text.ColorBehavior = LoggerColorBehavior.Disabled;
            });
    }
}
