using System.Net;
using System.Net.Sockets;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>A port can be bound; or, where the host runs, it is the host's.</summary>
public static class PortExamination
{
    public static Examination For(Setting<IPAddress> bind, Setting<int> port) => (host, _) =>
        Task.FromResult<IReadOnlyList<Finding>>([Look(host, port, host.Settings.Get(bind), host.Settings.Get(port))]);

    private static Finding Look(ExaminedHost host, Setting<int> setting, IPAddress address, int port)
    {
        var check = $"port {setting.Key}";
        if (port == 0)
            return Finding.Ok(check, $"{address}: a free one at each start");
        try
        {
            using var probe = new TcpListener(address, port) { ExclusiveAddressUse = true };
            probe.Start();
            return host.RunningPid is { } pid
                ? Finding.Warning(check, $"{address}:{port} is free, although process {pid} runs on this data folder", "Give doctor the same flags, file and environment as the host has.")
                : Finding.Ok(check, $"{address}:{port} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return host.RunningPid is { } pid
                ? Finding.Ok(check, $"{address}:{port} is in use, as it should be while process {pid} runs")
                : Finding.Failed(check, $"{address}:{port} is another program's", $"Stop that program (ss -ltnp 'sport = :{port}' names it), or set {setting.HoconPath}.");
        }
        catch (SocketException e)
        {
            return Finding.Failed(check, $"{address}:{port} can't be bound: {e.Message}", $"Set {setting.HoconPath} and the address it binds to what this machine has; ports below 1024 need a privilege.");
        }
    }
}
