namespace EdgeActors.Actors;

/// <summary>Roles of cluster members, and the names under which entities are found. Never renamed: the journal and peers know them.</summary>
public static class Roles
{
    public const string Cloud = "cloud";
    public const string Edge = "edge";
    public const string Gateway = "gateway";

    public const string RequestShards = "request";
    public const string DeviceShards = "device";
    public const string RunShards = "training-run";
    public const string RoundShards = "training-round";
    public const string ModelRegistry = "models";
    public const string DeviceDirectory = "device-directory";
}
