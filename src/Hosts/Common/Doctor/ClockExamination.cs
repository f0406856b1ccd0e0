using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>Certificates, tickets and deadlines need a clock that is about right.</summary>
internal static partial class ClockExamination
{
    /// <summary>What adjtimex(2) returns while nothing keeps the clock in time.</summary>
    private const int TimeError = 5;

    /// <summary>sizeof(struct timex) is 208 on 64-bit Linux; all zero asks and changes nothing.</summary>
    private const int TimexBytes = 256;

    public static Task<IReadOnlyList<Finding>> LookAsync(ExaminedHost host, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>([Look(host)]);

    private static Finding Look(ExaminedHost host)
    {
        var now = host.Time.GetUtcNow();
        if (Authority(host.Certificates) is { } authority && now.UtcDateTime < authority.NotBefore.ToUniversalTime())
            return Finding.Failed("clock", $"it is {now:u} here, before the authority was made ({authority.NotBefore.ToUniversalTime():u})", "Set the clock: every certificate is refused.");
        if (OperatingSystem.IsLinux() && AdjustTime(new byte[TimexBytes]) == TimeError)
            return Finding.Warning("clock", $"{now:u}, and the kernel says that nothing keeps it in time", "Run an NTP client (systemd-timesyncd, chrony): certificates are refused when the clock is an hour off.");
        return Finding.Ok("clock", $"{now:u}");
    }

    private static X509Certificate2? Authority(CertificateFolder folder)
    {
        try
        {
            return folder.OpenTrusted()[0];
        }
        catch (CertificateException)
        {
            // The certificates' own examination says so.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjustTime([In, Out] byte[] timex);
}
