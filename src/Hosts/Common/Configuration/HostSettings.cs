using System.Net;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>What every host can be told.</summary>
public static class HostSettings
{
    public static readonly Setting<string> Name = Settings.Name("name", "the host's name, unique among its kind; the tier's name where empty", mayBeEmpty: true);
    public static readonly Setting<string> DataDirectory = Settings.Path("data-dir", "everything the host writes, in a folder of its own name; several hosts of one machine share it");
    public static readonly Setting<string> CertificatesDirectory = Settings.Path("certs-dir", "ca.pem and NAME.pem/NAME.key; DATA-DIR/certs where empty");
    public static readonly Setting<CertificateSource> Certificates = Settings.Choice<CertificateSource>("certs", "development: makes an authority and certificates where they are missing; provided: never makes one");
    public static readonly Setting<string> ConfigFile = Settings.Path("config", "a HOCON file laid over the host's own");
    public static readonly Setting<string> ReadyFile = Settings.Path("ready-file", "the ready line is written to this file too, whole or not at all");
    public static readonly Setting<TimeSpan> ReadyTimeout = Settings.Duration("ready-timeout", "how long the host may take to become ready before it gives up", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    public static readonly Setting<int> ParentPid = Settings.Whole("parent-pid", "stop when this process is gone; 0 for none", 0, int.MaxValue);
    public static readonly Setting<LogLevel> LogLevel = Settings.Choice<LogLevel>("log.level", "the least severe message that is written");
    public static readonly Setting<LogFormat> LogFormat = Settings.Choice<LogFormat>("log.format", "text for people, json for machines; always on stderr");
    public static readonly Setting<IPAddress> HttpHost = Settings.Address("http.host", "the address for health, metrics and the host's own API");
    public static readonly Setting<int> HttpPort = Settings.Port("http.port", "its port");
    public static readonly Setting<string> OtlpEndpoint = Settings.Text(
        "otlp-endpoint", "where traces and metrics are sent by OTLP", "an address such as http://collector:4317, or nothing", wellKnownVariable: "OTEL_EXPORTER_OTLP_ENDPOINT");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Name, DataDirectory, CertificatesDirectory, Certificates, ConfigFile, ReadyFile, ReadyTimeout, ParentPid, LogLevel, LogFormat,
        HttpHost, HttpPort, OtlpEndpoint,
    ];
}
