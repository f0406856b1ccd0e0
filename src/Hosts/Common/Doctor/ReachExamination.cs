using System.Net.Sockets;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>Another host that this one needs takes connections.</summary>
public static class ReachExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="whom">For example "seed" or "edge".</param>
    public static Examination For(string whom, Func<ExaminedHost, IEnumerable<HostPort>> others) => async (host, cancel) =>
        await Task.WhenAll(others(host).Select(other => DialAsync(whom, other, cancel)));

    private static async Task<Finding> DialAsync(string whom, HostPort other, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(other.Host, other.Port, limited.Token);
            return Finding.Ok(whom, $"{other} takes connections");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return Finding.Warning(whom, $"{other} can't be reached: {(e is SocketException ? e.Message : $"no answer within {Patience.TotalSeconds:0} s")}", "Start it, or open the way to it; this host waits for it meanwhile.");
        }
    }
}
