using System.Net.Sockets;

namespace EdgeActors.Hosts.Common.Link;

/// <summary>
/// Keeps the bytes that a kernel holds but has not sent few: HTTP/2 can let a small frame pass a large blob only as long as the blob is not in
/// the socket's buffer yet. On a link of 31 KB/s a default buffer holds back every frame by seconds.
/// </summary>
public static class ShortSendQueue
{
    private const int Tcp = 6;

    /// <summary>TCP_NOTSENT_LOWAT of Linux and macOS (linux/tcp.h); other systems have none, and keep their buffer.</summary>
    private static readonly int NotSentLowWater = OperatingSystem.IsLinux() ? 25 : OperatingSystem.IsMacOS() ? 0x201 : 0;

    private const int MostUnsentBytes = 8 << 10;

    /// <summary>Sockets that a listener accepts inherit it.</summary>
    public static void Apply(Socket socket)
    {
        if (NotSentLowWater != 0)
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(MostUnsentBytes));
    }
}
