namespace EdgeActors.Inference.Splits;

/// <summary>The hops of a request, in order. The uplink counts the whole round trip besides the bytes, so there is no separate downlink prediction.</summary>
public static class HopNames
{
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
