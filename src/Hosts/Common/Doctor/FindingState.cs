namespace EdgeActors.Hosts.Common.Doctor;

public enum FindingState
{
    Ok,

    /// <summary>The host runs, and somebody should look at this before it does not.</summary>
    Warning,

    /// <summary>The host does not start, or does not do its work.</summary>
    Failed,
}
