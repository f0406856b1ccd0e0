using System.Diagnostics;
using EdgeActors.Cli.Shaping;
using EdgeActors.Inference.Splits;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>The other process, and the talk with it.</summary>
internal sealed class DeviceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private DeviceProcess(Process process, IReadOnlyList<SplitCandidate> candidates) => (_process, Candidates) = (process, candidates);

    public IReadOnlyList<SplitCandidate> Candidates { get; }

    /// <param name="space">Where it runs; null for this machine's own network.</param>
    public static async Task<DeviceProcess> StartAsync(DeviceSetup setup, ShapedNamespace? space, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DeviceProcess).Assembly.Location, "bench", SplitDeviceCommand.Name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(space?.Enter(start) ?? start) ?? throw new CommandFailed("The device process did not start.");
        try
        {
            return new DeviceProcess(process, await AskAsync<DeviceSetup, List<SplitCandidate>>(process, setup, stop));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public Task<List<MeasuredRequest>> RunAsync(DeviceOrder order, CancellationToken stop) => AskAsync<DeviceOrder, List<MeasuredRequest>>(_process, order, stop);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private static async Task<TAnswer> AskAsync<TOrder, TAnswer>(Process process, TOrder order, CancellationToken stop)
    {
        await process.StandardInput.WriteLineAsync(SplitDeviceCommand.Line(order).AsMemory(), stop);
        await process.StandardInput.FlushAsync(stop);
        var line = await process.StandardOutput.ReadLineAsync(stop)
            ?? throw new CommandFailed("The device process ended before it answered: what it said is above.");
        return SplitDeviceCommand.Parse<TAnswer>(line);
    }
}
