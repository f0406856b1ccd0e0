namespace EdgeActors.Messages;

/// <summary>Where a step ran.</summary>
public static class StepPlaces
{
    public const string Device = "device";
    public const string DeviceAndEdge = "device+edge";
    public const string Edge = "edge";
}
