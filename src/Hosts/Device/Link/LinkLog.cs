namespace EdgeActors.Device.Link;

internal static partial class LinkLog
{
    [LoggerMessage(LogLevel.Information, "Connected to edge {Edge} at {Address}")]
    public static partial void Connected(this ILogger log, string edge, Uri address);

    [LoggerMessage(LogLevel.Warning, "No link to {Address}: {Reason}; dialling again in {WaitMs:0} ms")]
    public static partial void Lost(this ILogger log, Uri address, string reason, double waitMs);
}
