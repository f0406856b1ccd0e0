namespace EdgeActors.Hosts.Common.Link;

/// <summary>What an edge says of itself in the response headers of a control stream.</summary>
public static class LinkHeaders
{
    /// <summary>Its name.</summary>
    public const string EdgeName = "edge-name";

    /// <summary>It reads how far a download has come: an older edge would wait for the device to end its side, and send nothing.</summary>
    public const string DownloadAcknowledgements = "download-acknowledgements";
}
