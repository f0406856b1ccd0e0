using System.Diagnostics;
using EdgeActors.Cli.Shaping;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Cli.Tiers;

/// <summary>One host as a child process: its ready line is read, everything else it says goes to a log file.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const int TailLines = 15;

    /// <summary>A host drains within this, or is ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly HostLog _log;
    private readonly TaskCompletionSource<ReadyLine> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(string name, Process process, HostLog log)
    {
        (Name, _process, _log) = (name, process, log);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => _log.Write(line.Data);
    }

    public string Name { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Once it has exited; 128 and the signal's number where one ended it.</summary>
    public int ExitCode => _process.ExitCode;

    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time so far, ms.</summary>
    public double ProcessorMs
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    /// <param name="network">The network namespace to run in; null for this machine's own.</param>
    public static HostProcess Start(string tier, string name, string logFolder, IEnumerable<string> arguments, ShapedNamespace? network = null)
    {
        var start = Program(tier);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        ShareMachine(start);

        Directory.CreateDirectory(logFolder);
        var process = new Process { StartInfo = network?.Enter(start) ?? start };
        var host = new HostProcess(name, process, new HostLog(Path.Combine(logFolder, $"{name}.log")));
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = host.TellOfEarlyEndAsync();
        return host;
    }

    /// <summary>The program of a tier, without arguments, everything it says redirected.</summary>
    public static ProcessStartInfo Program(string tier) => new(DotnetHost())
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // Nothing is ever typed into a host; without this it would read from the terminal of this program.
        RedirectStandardInput = true,
        UseShellExecute = false,
        ArgumentList = { HostImage.Find(tier) },
    };

    /// <summary>Several processes share this machine: one heap each, and no memory kept in hand.</summary>
    public static void ShareMachine(ProcessStartInfo start)
    {
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
    }

    /// <summary>The line that the host prints when it can do its work.</summary>
    /// <exception cref="CommandFailed">It ended first, or took too long; the message carries the end of its log.</exception>
    public async Task<ReadyLine> ReadyAsync(TimeSpan within, CancellationToken cancel)
    {
        try
        {
            return await _ready.Task.WaitAsync(within, cancel);
        }
        catch (TimeoutException)
        {
            throw new CommandFailed($"The {Name} host was not ready after {within.TotalSeconds:0} s. {_log.Tail(TailLines)}");
        }
    }

    public Task EndedAsync(CancellationToken cancel) => _process.WaitForExitAsync(cancel);

    /// <summary>The end of what it said, and where the rest is.</summary>
    public string LogTail() => _log.Tail(TailLines);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it drain, then ends it if it does not.</summary>
    /// <returns>Its exit code; null when it had to be ended.</returns>
    public async Task<int?> StopAsync()
    {
        if (_process.HasExited)
            return _process.ExitCode;
        ProcessSignals.AskToStop(_process);
        using var limited = new CancellationTokenSource(Grace);
        try
        {
            await _process.WaitForExitAsync(limited.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _log.Dispose();
    }

    private async Task TellOfEarlyEndAsync()
    {
        // Returns after the last line has been read, which is the one that says why.
        await _process.WaitForExitAsync();
        _ready.TrySetException(new CommandFailed($"The {Name} host ended before it was ready (exit code {_process.ExitCode}). {_log.Tail(TailLines)}"));
    }

    private void Hear(string? line)
    {
        if (line is not null && ReadyLine.TryParse(line) is { } ready)
            _ready.TrySetResult(ready);
        _log.Write(line);
    }

    /// <summary>The <c>dotnet</c> that runs this program, so that hosts get the same runtime; the one on the path otherwise.</summary>
    private static string DotnetHost() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
