namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>How a host process ends; a supervisor restarts it after <see cref="Removed"/> and <see cref="Failed"/>, never after the others.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Something went wrong that is none of the below.</summary>
    public const int Failed = 1;

    /// <summary>A flag, an environment variable or a HOCON file is wrong.</summary>
    public const int Configuration = 2;

    /// <summary>A port or the host's data folder is in use by another process.</summary>
    public const int InUse = 3;

    /// <summary>The journal can't be opened.</summary>
    public const int Journal = 4;

    /// <summary>A certificate is missing, expired or of another authority.</summary>
    public const int Certificate = 5;

    /// <summary>The host did not become ready in time.</summary>
    public const int NotReady = 6;

    /// <summary>The cluster went on without this member (a partition); start it again.</summary>
    public const int Removed = 7;
}
