namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>A host can't start, for a reason that a person can act on.</summary>
public sealed class HostStartException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
