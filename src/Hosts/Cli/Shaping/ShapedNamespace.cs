using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgeActors.Cli.Shaping;

/// <summary>
/// A network namespace with one link to this machine, shaped by the kernel's token bucket filter (<c>tc tbf</c>) in both
/// directions: a device process started inside it sees a real slow link. Needs root and Debian's iproute2.
/// </summary>
/// <remarks>
/// The burst is what leaves at line speed after a pause: 4 KB, or 4 ms of the rate where that is more, since the kernel's
/// timer can't refill the bucket finer than that. The queue holds 400 ms; beyond it packets drop, as on a real uplink.
/// </remarks>
public sealed class ShapedNamespace : IShapedLink, IAsyncDisposable
{
    private const int SmallestBurst = 4096;
    private const double BurstSeconds = 0.004;

    private ShapedNamespace(string name, string outer, string inner, IPAddress outerAddress, IPAddress innerAddress)
    {
        Name = name;
        _outer = outer;
        _inner = inner;
        EdgeAddress = outerAddress;
        DeviceAddress = innerAddress;
    }

    public string Description => "kernel (network namespace, tc tbf)";

    private readonly string _outer;
    private readonly string _inner;

    public string Name { get; }

    /// <summary>This machine's end of the link: where the edge listens.</summary>
    public IPAddress EdgeAddress { get; }

    public IPAddress DeviceAddress { get; }

    /// <summary>Null where a shaped namespace can be made; otherwise why not.</summary>
    public static string? Unavailable()
    {
        if (!OperatingSystem.IsLinux())
            return "network namespaces are a feature of Linux";
        if (GetEffectiveUserId() != 0)
            return "making a network namespace needs root";
        return FindTool("ip") is null || FindTool("tc") is null ? "the programs ip and tc (iproute2) are not installed" : null;
    }

    /// <summary>Makes one under a name and a subnet of 10.77 that nobody has: others may live beside it, or be left of a process that was killed.</summary>
    /// <param name="rate">What the link lets through at first.</param>
    /// <param name="stop">Gives up, and removes what has been made.</param>
    public static async Task<ShapedNamespace> CreateAsync(LinkRate rate, CancellationToken stop)
    {
        if (Unavailable() is { } reason)
            throw new InvalidOperationException($"No shaped network namespace: {reason}.");

        // Interface names have room for 15 letters.
        var name = $"ea{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var subnet = FreeSubnet();
        var space = new ShapedNamespace(name, $"{name}-o", $"{name}-i",
            new IPAddress([10, 77, subnet, 1]), new IPAddress([10, 77, subnet, 2]));
        await RunAsync("ip", ["netns", "add", name], stop);
        try
        {
            await RunAsync("ip", ["link", "add", space._outer, "type", "veth", "peer", "name", space._inner, "netns", name], stop);
            await RunAsync("ip", ["address", "add", $"{space.EdgeAddress}/30", "dev", space._outer], stop);
            await RunAsync("ip", ["link", "set", space._outer, "up"], stop);
            await RunAsync("ip", ["-n", name, "address", "add", $"{space.DeviceAddress}/30", "dev", space._inner], stop);
            await RunAsync("ip", ["-n", name, "link", "set", space._inner, "up"], stop);
            await RunAsync("ip", ["-n", name, "link", "set", "lo", "up"], stop);
            await space.ShapeAsync("add", rate, stop);
            return space;
        }
        catch
        {
            await space.DisposeAsync();
            throw;
        }
    }

    public double BurstBytes(double bytesPerSecond) => Math.Max(SmallestBurst, Math.Floor(bytesPerSecond * BurstSeconds));

    public Task SetRateAsync(LinkRate rate, CancellationToken stop) => ShapeAsync("change", rate, stop);

    /// <summary>Cuts the link without telling anyone, as a dead radio does: packets vanish, sockets stay open.</summary>
    public Task CutAsync(CancellationToken stop) => RunAsync("ip", ["link", "set", _outer, "down"], stop);

    public Task HealAsync(CancellationToken stop) => RunAsync("ip", ["link", "set", _outer, "up"], stop);

    /// <summary>Turns a command into one that runs inside the namespace.</summary>
    public ProcessStartInfo Enter(ProcessStartInfo command)
    {
        var inside = new ProcessStartInfo("ip")
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardOutput = command.RedirectStandardOutput,
            RedirectStandardError = command.RedirectStandardError,
            RedirectStandardInput = command.RedirectStandardInput,
            UseShellExecute = false,
        };
        foreach (var word in (string[])["netns", "exec", Name, command.FileName, .. command.ArgumentList])
            inside.ArgumentList.Add(word);
        foreach (var (key, value) in command.Environment)
            inside.Environment[key] = value;
        return inside;
    }

    public async ValueTask DisposeAsync()
    {
        // Deleting the namespace deletes its end of the pair, and with it ours.
        await TryRunAsync("ip", ["netns", "delete", Name]);
        await TryRunAsync("ip", ["link", "delete", _outer]);
    }

    private async Task ShapeAsync(string verb, LinkRate rate, CancellationToken stop)
    {
        await RunAsync("tc", ["qdisc", verb, "dev", _outer, "root", .. Filter(rate.DownBytesPerSecond)], stop);
        await RunAsync("ip", ["netns", "exec", Name, "tc", "qdisc", verb, "dev", _inner, "root", .. Filter(rate.UpBytesPerSecond)], stop);
    }

    private string[] Filter(double bytesPerSecond)
    {
        var bits = (long)Math.Round(bytesPerSecond * 8);
        return ["tbf", "rate", Text(bits) + "bit", "burst", Text((long)BurstBytes(bytesPerSecond)), "latency", "400ms"];
    }

    private static byte FreeSubnet()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.GetAddressBytes())
            .Where(bytes => bytes is [10, 77, _, _])
            .Select(bytes => bytes[2])
            .ToHashSet();
        var free = Enumerable.Range(0, 256).Select(number => (byte)number).Where(number => !taken.Contains(number)).ToArray();
        return free.Length > 0
            ? free[RandomNumberGenerator.GetInt32(free.Length)]
            : throw new InvalidOperationException("No shaped network namespace: every subnet of 10.77 is in use; 'ip netns' lists the namespaces, 'ip netns delete NAME' removes one.");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task RunAsync(string tool, string[] words, CancellationToken stop)
    {
        var (code, error) = await ExecuteAsync(tool, words, stop);
        if (code != 0)
            throw new InvalidOperationException($"'{tool} {string.Join(' ', words)}' ended with {code}: {error.Trim()}");
    }

    private static Task TryRunAsync(string tool, string[] words) => ExecuteAsync(tool, words, CancellationToken.None);

    private static async Task<(int Code, string Error)> ExecuteAsync(string tool, string[] words, CancellationToken stop)
    {
        var start = new ProcessStartInfo(FindTool(tool) ?? tool) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{tool} did not start.");
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = await process.StandardError.ReadToEndAsync(stop);
        await output;
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, error);
    }

    private static string? FindTool(string name) =>
        ((string[])["/usr/sbin", "/sbin", "/usr/bin", "/bin"]).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();
}
