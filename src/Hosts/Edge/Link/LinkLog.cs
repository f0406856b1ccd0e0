namespace EdgeActors.Edge.Link;

internal static partial class LinkLog
{
    [LoggerMessage(LogLevel.Information, "Device {Device} is connected, session {Session}")]
    public static partial void LinkOpened(this ILogger log, string device, string session);

    [LoggerMessage(LogLevel.Information, "Device {Device} is disconnected: {Reason}")]
    public static partial void LinkClosed(this ILogger log, string device, string reason);

    [LoggerMessage(LogLevel.Information, "Enrolled device {Device}: certificate {Serial}, valid until {Until}")]
    public static partial void Enrolled(this ILogger log, string device, string serial, DateTime until);

    [LoggerMessage(LogLevel.Warning, "Refused to enrol device {Device}: its token is unknown, used, expired or another device's")]
    public static partial void EnrolmentRefused(this ILogger log, string device);
}
