using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgeActors.Cli.Tiers;

/// <summary>Asking a process to stop, which .NET has no call for.</summary>
internal static partial class ProcessSignals
{
    // Numbers of POSIX, the same on Linux and macOS.
    private const int Terminate = 15;

    /// <summary>SIGTERM: the host drains and exits. Where there are no signals, the process is ended.</summary>
    public static void AskToStop(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            // A failure means that it is gone already, which is what was wanted.
            _ = Kill(process.Id, Terminate);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
