namespace EdgeActors.Messages.Training;

/// <summary>How far a device can have come in a round.</summary>
public static class DeviceStandings
{
    public const string Asked = "asked";

    /// <summary>Its keys are in.</summary>
    public const string Keyed = "keyed";

    /// <summary>Its shares are in.</summary>
    public const string Shared = "shared";

    /// <summary>Its update is in.</summary>
    public const string Reported = "reported";

    /// <summary>It has helped to take the masks off.</summary>
    public const string Revealed = "revealed";

    /// <summary>Its update is not in the mean: it declined, or was late.</summary>
    public const string Lost = "lost";
}
