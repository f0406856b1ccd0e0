using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EdgeActors.Cli;

/// <summary>
/// A TCP port for a process that has to be told one before it starts. From below the ports that Linux, macOS and Windows give to
/// whoever asks for any: one of those could go to another program, or to another host of the same start, before the process binds it.
/// </summary>
internal static class FreePort
{
    internal const int First = 20_000;
    internal const int Last = 32_767;

    private static int _turn = RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>Free on this machine's own address at this moment, and not given before by this process.</summary>
    /// <exception cref="CommandFailed">Every port of the range is taken.</exception>
    public static int Find()
    {
        for (var tries = First; tries <= Last; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _turn) % (Last - First + 1));
            if (IsFree(port))
                return port;
        }

        throw new CommandFailed($"no TCP port from {First} to {Last} is free on this machine: stop some of the programs that listen there.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
