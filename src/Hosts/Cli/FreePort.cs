using System.Net;
using System.Net.Sockets;

namespace EdgeActors.Cli;

/// <summary>A TCP port for a process that has to be told one before it starts.</summary>
internal static class FreePort
{
    /// <summary>Free on this machine's own address at this moment; nothing holds it until the process binds it.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
