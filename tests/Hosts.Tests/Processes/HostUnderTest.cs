using System.Diagnostics;
using System.Text;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Tests.Processes;

/// <summary>A host as an operating-system process, as people start it.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<ReadyLine> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostUnderTest(string tier, Process process)
    {
        Tier = tier;
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Log(line.Data);
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"{Tier} ended with {process.ExitCode} before it was ready:\n{Errors}"));
    }

    public string Tier { get; }

    /// <summary>What it wrote to stderr so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    public string Output { get; private set; } = "";

    public static HostUnderTest Start(string tier, params IEnumerable<string> arguments)
    {
        var name = $"EdgeActors.{char.ToUpperInvariant(tier[0])}{tier[1..]}";
        var image = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), name + ".dll"));
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[image, .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_gcServer"] = "0";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var host = new HostUnderTest(tier, process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Runs a host that is expected to end by itself.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(string tier, params IEnumerable<string> arguments)
    {
        await using var host = Start(tier, arguments);
        using var limit = new CancellationTokenSource(Patience);
        await host._process.WaitForExitAsync(limit.Token);
        // The exit is seen before the last lines are; this waits for them too.
        host._process.WaitForExit();
        return (host._process.ExitCode, host.Output, host.Errors);
    }

    public async Task<ReadyLine> ReadyAsync()
    {
        try
        {
            return await _ready.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Tier} was not ready after {Patience.TotalSeconds:0} s:\n{Errors}");
        }
    }

    /// <summary>Asks it to stop, as a service manager does (SIGTERM), and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>As a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        Output += line + "\n";
        if (ReadyLine.TryParse(line) is { } ready)
            _ready.TrySetResult(ready);
    }

    private void Log(string? line)
    {
        lock (_errors)
            _errors.AppendLine(line);
    }
}
