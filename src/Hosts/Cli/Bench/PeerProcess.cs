using System.Diagnostics;
using System.Text.Json;

namespace EdgeActors.Cli.Bench;

/// <summary>
/// A script under <c>tests/peers</c> that measures the same thing with another program. It waits for a line, measures one round, answers with a
/// line of JSON: so both sides take turns on the same machine.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <summary>Starts the script with the first Python that has what it imports; null where there is none.</summary>
    public static PeerProcess? TryStart(string script, string module, params string[] arguments)
    {
        if (RepositoryFolders.Find(Path.Combine("tests", "peers")) is not { } folder)
            return null;
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            if (Has(python, module))
                return new(Process.Start(new ProcessStartInfo(python, [Path.Combine(folder, script), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        }
        return null;
    }

    /// <exception cref="CommandFailed">The script ended.</exception>
    public T Round<T>()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new CommandFailed("The peer's script ended before it had measured: run it by hand to see why.");
        return JsonSerializer.Deserialize<T>(line, Output.Json)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        _process.Dispose();
    }

    private static bool Has(string python, string module)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;    // no such Python
        }
    }
}
