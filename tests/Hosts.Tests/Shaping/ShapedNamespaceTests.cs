using System.Diagnostics;
using System.Net.Sockets;
using EdgeActors.Cli.Shaping;

namespace EdgeActors.Hosts.Tests.Shaping;

public sealed class ShapedNamespaceTests
{
    [SkippableTheory]
    [InlineData(250e3)]
    [InlineData(1e6)]
    public async Task A_stream_out_of_the_namespace_runs_at_the_rate_of_the_link(double bytesPerSecond)
    {
        var reason = ShapedNamespace.Unavailable();
        Skip.If(reason is not null, reason);
        Skip.IfNot(File.Exists("/bin/bash"), "the stream is sent by bash's /dev/tcp");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var space = await ShapedNamespace.CreateAsync(LinkRate.Symmetric(bytesPerSecond), limit.Token);
        using var listener = new TcpListener(space.EdgeAddress, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var length = (int)(bytesPerSecond * 0.8);

        var send = new ProcessStartInfo("/bin/bash") { ArgumentList = { "-c", $"head -c {length} /dev/zero > /dev/tcp/{space.EdgeAddress}/{port}" } };
        using var sender = Process.Start(space.Enter(send))!;
        using var socket = await listener.AcceptTcpClientAsync(limit.Token);
        var (received, seconds) = await DrainAsync(socket.GetStream(), limit.Token);
        await sender.WaitForExitAsync(limit.Token);

        Assert.Equal(length, received);
        // Frame headers take about 5 %, the first burst gives a little back; a busy machine only ever slows it down.
        Assert.InRange(received / seconds, bytesPerSecond * 0.5, bytesPerSecond * 1.15);
    }

    [SkippableFact]
    public async Task Many_live_side_by_side()
    {
        var reason = ShapedNamespace.Unavailable();
        Skip.If(reason is not null, reason);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var first = await ShapedNamespace.CreateAsync(LinkRate.Field, limit.Token);
        await using var second = await ShapedNamespace.CreateAsync(LinkRate.Field, limit.Token);

        Assert.NotEqual(first.Name, second.Name);
        Assert.NotEqual(first.EdgeAddress, second.EdgeAddress);
    }

    private static async Task<(int Bytes, double Seconds)> DrainAsync(NetworkStream stream, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        var total = await stream.ReadAsync(buffer, stop);
        var watch = Stopwatch.StartNew();
        while (await stream.ReadAsync(buffer, stop) is > 0 and var read)
            total += read;
        return (total, watch.Elapsed.TotalSeconds);
    }
}
