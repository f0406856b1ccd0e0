namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>How log messages are written.</summary>
public enum LogFormat
{
    Text,
    Json,
}
