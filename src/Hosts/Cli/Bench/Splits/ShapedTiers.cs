using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Shaping;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>All tiers as processes of this machine, one device of them slowed down and behind a shaped link, its pictures online.</summary>
internal sealed class ShapedTiers : IAsyncDisposable
{
    private const string Device = "device-1";

    private static readonly TimeSpan OnlineWithin = TimeSpan.FromSeconds(60);

    private readonly string _data;
    private readonly bool _keeps;
    private ShapedNamespace? _space;
    private TierSet? _tiers;
    private GatewayClient? _client;
    private IReadOnlyList<string> _pictures = [];

    private ShapedTiers(string? keep) => (_data, _keeps) =
        (keep is { } ? Path.GetFullPath(keep) : Directory.CreateTempSubdirectory("edgeactors-bench-link-").FullName, keep is { });

    public IShapedLink Link { get; private set; } = null!;

    /// <summary>Mean length of the device's picture files.</summary>
    public double PictureBytes { get; private set; }

    /// <param name="keep">Where journals and logs go; null for a temporary folder that is removed in the end.</param>
    /// <param name="pictures">The folder of the device's pictures.</param>
    /// <param name="slowdown">Of the device's models, since all tiers share this machine.</param>
    /// <param name="rate">Of the link at first.</param>
    /// <param name="inProcess">Slow the link down in the device's process even where the kernel could.</param>
    /// <exception cref="CommandFailed">A host does not start, or the device does not come online.</exception>
    public static async Task<ShapedTiers> StartAsync(
        string? keep, string pictures, double slowdown, LinkRate rate, bool inProcess, Action<string> progress, CancellationToken cancel)
    {
        var started = new ShapedTiers(keep);
        try
        {
            await started.RunAsync(pictures, slowdown, rate, inProcess, progress, cancel);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public SplitTraffic Ask(string question) => new(_client!, Device, _pictures, question);

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_tiers is { } tiers)
            await tiers.DisposeAsync();
        if (_space is { } space)
            await space.DisposeAsync();
        if (!_keeps)
            Directory.Delete(_data, recursive: true);
    }

    private async Task RunAsync(string pictures, double slowdown, LinkRate rate, bool inProcess, Action<string> progress, CancellationToken cancel)
    {
        var refused = inProcess ? "asked for by --in-process" : ShapedNamespace.Unavailable();
        _space = refused is null ? await ShapedNamespace.CreateAsync(rate, cancel) : null;
        progress(_space is null ? $"Starting the tiers, the link slowed down in the device's process ({refused}):" : "Starting the tiers, the device in a network namespace of its own:");
        string[] device = ["--slowdown", slowdown.ToString("R", CultureInfo.InvariantCulture), .. _space is null ? ["--link-shaping"] : Array.Empty<string>()];
        _tiers = await TierSet.StartAsync(new(_data, GatewayPort: 0, Path.GetFullPath(pictures), [Device], device, _space), progress, cancel);
        Link = _space as IShapedLink ?? new ThrottledLink(new DeviceLink(_tiers.Address(Device), Device));
        await Link.SetRateAsync(rate, cancel);
        _client = new GatewayClient(_tiers.Gateway);
        (_pictures, PictureBytes) = await PicturesAsync(_client, cancel);
    }

    private static async Task<(IReadOnlyList<string> Ids, double MeanBytes)> PicturesAsync(GatewayClient client, CancellationToken cancel)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(OnlineWithin);
        try
        {
            while (true)
            {
                var devices = await client.GetJsonAsync("/v1/devices", limited.Token);
                foreach (var device in devices.EnumerateArray())
                    if (device.GetProperty("online").GetBoolean() && device.GetProperty("pictures") is { } held && held.GetArrayLength() > 0)
                        return ([.. held.EnumerateArray().Select(picture => picture.GetProperty("id").GetString()!)],
                            held.EnumerateArray().Average(picture => picture.GetProperty("length").GetInt64()));
                await look.WaitForNextTickAsync(limited.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"The device was not online with its pictures after {OnlineWithin.TotalSeconds:0} s.");
        }
    }
}
