using HostExit = EdgeActors.Hosts.Common.Lifecycle.ExitCodes;

namespace EdgeActors.Cli.Tiers;

/// <summary>Whether starting a host again can help; the table of exit codes in <c>docs/design/hosts.md</c> says the same.</summary>
public static class RestartPolicy
{
    /// <summary>Of one host in one session: more is a host that will not stay up.</summary>
    public const int Most = 5;

    // The shell's way of saying that a signal ended a process.
    private const int Signalled = 128;

    public static bool MayHelp(int exitCode) => exitCode is HostExit.Failed or HostExit.NotReady or HostExit.Removed or > Signalled;
}
