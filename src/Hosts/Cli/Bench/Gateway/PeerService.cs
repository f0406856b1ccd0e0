using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>The bare service under <c>tests/peers</c>: ASP.NET and ONNX Runtime and nothing else, built and started by the SDK.</summary>
internal sealed class PeerService : IDisposable
{
    private const string Source = "onnx_service.cs";

    private readonly Process _process;
    private readonly Process _service;

    /// <param name="process">The SDK's, which the service ends with.</param>
    private PeerService(Process process, Process service, Uri address) => (_process, _service, Address) = (process, service, address);

    public Uri Address { get; }

    /// <summary>Processor time so far, ms.</summary>
    public double ProcessorMs
    {
        get
        {
            _service.Refresh();
            return _service.TotalProcessorTime.TotalMilliseconds;
        }
    }

    /// <param name="models">Files by the name under which they are served.</param>
    /// <returns>Null where the repository, and so the service's source, is not there.</returns>
    /// <exception cref="CommandFailed">It did not start.</exception>
    public static async Task<PeerService?> TryStartAsync(IReadOnlyDictionary<string, string> models, CancellationToken cancel)
    {
        if (RepositoryFolders.Find(Path.Combine("tests", "peers")) is not { } folder)
            return null;
        var start = new ProcessStartInfo(
            "dotnet", ["run", "-c", "Release", Path.Combine(folder, Source), "--", .. models.Select(model => $"{model.Key}={model.Value}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        HostProcess.ShareMachine(start);
        var process = Process.Start(start)!;
        Process? service = null;
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                service = Process.GetProcessById(id);
            else if (service is { } && Uri.TryCreate(line, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp)
                return new(process, service, address);
        }
        throw new CommandFailed($"The bare service did not start: run 'dotnet run -c Release {Path.Combine(folder, Source)} -- NAME=MODEL.onnx' to see why.");
    }

    public void Dispose()
    {
        // It ends with its input.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _service.Dispose();
    }
}
