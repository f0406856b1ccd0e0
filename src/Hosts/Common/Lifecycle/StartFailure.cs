using System.Net.Sockets;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>Recognises the ways in which a start fails that a person can act on.</summary>
internal static class StartFailure
{
    /// <summary>The exit code and one message, or null where the failure is a defect and wants its stack trace.</summary>
    public static (int ExitCode, string Message)? Explain(Exception failure)
    {
        for (Exception? e = failure; e is not null; e = e is AggregateException { InnerExceptions: [var only] } ? only : e.InnerException)
            switch (e)
            {
                case HostStartException start:
                    return (start.ExitCode, start.Message);
                case SettingException or HoconFileException:
                    return (ExitCodes.Configuration, e.Message);
                case CertificateException:
                    return (ExitCodes.Certificate, e.Message);
                case SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return (ExitCodes.InUse, $"{failure.Message} Another program has the port: stop it, or choose another port (0 picks a free one).");
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied }:
                    return (ExitCodes.Configuration, $"{failure.Message} This machine can't bind that address or port.");
            }

        return null;
    }
}
