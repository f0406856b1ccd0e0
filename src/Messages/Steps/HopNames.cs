namespace EdgeActors.Messages;

/// <summary>The hops of a step, in the order in which a cut step passes them.</summary>
public static class HopNames
{
    public const string FetchPicture = "fetch-picture";

    /// <summary>Waiting on the device: for its partitions, and between its pieces of work.</summary>
    public const string DeviceQueue = "device-queue";
    public const string DecodePicture = "decode-picture";
    public const string Head = "head";
    public const string Encode = "encode";
    public const string Uplink = "uplink";
    public const string Queue = "queue";
    public const string Decode = "decode";
    public const string Tail = "tail";
    public const string Downlink = "downlink";
}
