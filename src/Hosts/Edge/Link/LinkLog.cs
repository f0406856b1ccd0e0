namespace EdgeActors.Edge.Link;

internal static partial class LinkLog
{
    [LoggerMessage(LogLevel.Information, "Device {Device} is connected, session {Session}")]
    public static partial void LinkOpened(this ILogger log, string device, string session);

    [LoggerMessage(LogLevel.Information, "Device {Device} is disconnected: {Reason}")]
    public static partial void LinkClosed(this ILogger log, string device, string reason);
}
