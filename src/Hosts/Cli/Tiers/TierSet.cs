using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Cli.Tiers;

/// <summary>
/// A cloud, an edge, a gateway and devices as processes of this machine, started in the order in which they need each other and
/// stopped in the opposite one. They watch this process and stop when it is gone, however it went.
/// </summary>
internal sealed class TierSet : IAsyncDisposable
{
    /// <summary>Of the second cloud host, where there is one.</summary>
    public const string SecondCloud = "cloud-2";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly TierOptions _options;
    private readonly Action<string> _progress;
    private readonly List<HostProcess> _hosts = [];
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _urls = new();
    // Chosen once: members join through the cloud, and devices dial the edge, where they found it before.
    private readonly int _cloudRemote = FreePort.Find();
    private readonly int _edgeLink = FreePort.Find();

    private TierSet(TierOptions options, Action<string> progress) => (_options, _progress) = (options, progress);

    public Uri Gateway => Address("gateway");

    /// <summary>Every address by host and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Urls => _urls;

    /// <summary>As they are now: another thread may be starting one again.</summary>
    public IReadOnlyList<HostProcess> Hosts
    {
        get
        {
            lock (_hosts)
                return [.. _hosts];
        }
    }

    /// <summary>Returns when every host has said that it can do its work.</summary>
    /// <exception cref="CommandFailed">One of them can't; the others have been stopped.</exception>
    public static async Task<TierSet> StartAsync(TierOptions options, Action<string> progress, CancellationToken cancel)
    {
        var tiers = new TierSet(options, progress);
        try
        {
            // The first host makes the development certificates; the others find them.
            await tiers.StartCloudAsync(cancel);
            if (options.SecondCloud is not null)
                await tiers.StartSecondCloudAsync(cancel);
            await Task.WhenAll(tiers.StartEdgeAsync(cancel), tiers.StartGatewayAsync(cancel));
            await Task.WhenAll(options.Devices.Select(device => tiers.StartDeviceAsync(device, cancel)));
            return tiers;
        }
        catch
        {
            await tiers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a host's own API is.</summary>
    public Uri Address(string host) => new(_urls[host]["http"]);

    public HostProcess Host(string name) => Hosts.Last(host => host.Name == name);

    /// <summary>How a host has ended; null of one that runs, or is just being started.</summary>
    public int? Ended(string name)
    {
        lock (_hosts)
            return _hosts.LastOrDefault(host => host.Name == name) is { HasExited: true } ended ? ended.ExitCode : null;
    }

    /// <summary>Also after a kill.</summary>
    /// <param name="more">Flags for this once.</param>
    public Task StartCloudAsync(CancellationToken cancel, params IEnumerable<string> more) => StartAsync(
        "cloud", "cloud", cancel, ["--http-port", "0", "--remote-port", Text(_cloudRemote), "--blobs-port", "0", .. Reachable(_options.SecondCloud?.EdgeAddress), .. _options.CloudArguments ?? [], .. more]);

    /// <summary>In the namespace of <see cref="TierOptions.SecondCloud"/>; joins through the first, so that it never founds a cluster. Also after its end.</summary>
    public Task StartSecondCloudAsync(CancellationToken cancel) => StartAsync(
        "cloud", SecondCloud, cancel,
        [
            "--http-port", "0", "--remote-port", "0", "--blobs-port", "0", "--seed", Seed, .. Reachable(_options.SecondCloud!.DeviceAddress),
            "--blobs-folder", Path.Combine(_options.DataDirectory, "cloud", "blobs"), .. _options.CloudArguments ?? [],
        ]);

    /// <summary>
    /// Also after a kill. The member's own port is new each time: for as long as the cluster has not removed the killed member, what it
    /// sends to the old address goes to the old incarnation.
    /// </summary>
    public Task StartEdgeAsync(CancellationToken cancel) => StartAsync(
        "edge", "edge", cancel,
        [
            "--http-port", "0", "--remote-port", "0", "--blobs-port", "0", "--link-port", Text(_edgeLink), "--seed", Seed, .. Reachable(_options.SecondCloud?.EdgeAddress),
            .. _options.DeviceNetwork is { } network ? ["--link-bind", $"{network.EdgeAddress}", "--link-host", $"{network.EdgeAddress}"] : Array.Empty<string>(),
        ]);

    /// <summary>Starts a host again that has ended.</summary>
    public Task RestartAsync(string name, CancellationToken cancel) => name switch
    {
        "cloud" => StartCloudAsync(cancel),
        "edge" => StartEdgeAsync(cancel),
        "gateway" => StartGatewayAsync(cancel),
        SecondCloud => StartSecondCloudAsync(cancel),
        _ => StartDeviceAsync(name, cancel),
    };

    public async ValueTask DisposeAsync()
    {
        // Devices first: an edge that stops under its devices would only be dialled again.
        foreach (var tier in _hosts.GroupBy(host => Rank(host.Name)).OrderBy(tier => tier.Key).ToList())
            await Task.WhenAll(tier.Select(host => host.DisposeAsync().AsTask()));
        _hosts.Clear();
    }

    private string Seed => $"{(object?)_options.SecondCloud?.EdgeAddress ?? "127.0.0.1"}:{Text(_cloudRemote)}";

    /// <summary>Flags of a member that is reached from another namespace, too.</summary>
    private static string[] Reachable(IPAddress? address) =>
        address is null ? [] : ["--remote-host", $"{address}", "--remote-bind", $"{address}", "--blobs-host", $"{address}", "--blobs-bind", $"{address}"];

    /// <summary>Again where it was, when it has been there before.</summary>
    private Task StartGatewayAsync(CancellationToken cancel) => StartAsync(
        "gateway", "gateway", cancel, ["--http-port", Text(_urls.ContainsKey("gateway") ? Gateway.Port : _options.GatewayPort), "--remote-port", "0", "--blobs-port", "0", "--seed", Seed, .. Reachable(_options.SecondCloud?.EdgeAddress)]);

    /// <summary>Also after a kill.</summary>
    public Task StartDeviceAsync(string device, CancellationToken cancel) => StartAsync(
        "device", device, cancel,
        [
            "--http-port", "0", "--device", device, "--edge", _urls["edge"]["link"],
            .. device == _options.Devices[0] ? (_options.Companions ?? []).SelectMany(companion => (string[])["--device", companion]) : [],
            .. _options.Pictures is { Length: > 0 } pictures ? ["--pictures", pictures] : Array.Empty<string>(), .. _options.DeviceArguments,
        ]);

    private async Task StartAsync(string tier, string name, CancellationToken cancel, params string[] arguments)
    {
        foreach (var gone in Hosts.Where(host => host.Name == name && host.HasExited))
        {
            lock (_hosts)
                _hosts.Remove(gone);
            await gone.DisposeAsync();
        }

        var started = Stopwatch.GetTimestamp();
        var host = HostProcess.Start(tier, name, _options.Logs,
        [
            "--name", name, "--data-dir", _options.DataDirectory, "--parent-pid", Text(Environment.ProcessId), .. arguments,
        ], tier == "device" ? _options.DeviceNetwork : name == SecondCloud ? _options.SecondCloud : null);
        lock (_hosts)
            _hosts.Add(host);
        var ready = await host.ReadyAsync(ReadyWithin, cancel);
        _urls[name] = ready.Urls;
        _progress(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-9} ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s  pid {host.Pid}  {Where(ready)}"));
    }

    private static string Where(ReadyLine ready) => ready.Urls.TryGetValue("http", out var http) ? http : "";

    private int Rank(string name) => _options.Devices.Contains(name) ? 0 : name == "gateway" ? 1 : name == "edge" ? 2 : 3;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
