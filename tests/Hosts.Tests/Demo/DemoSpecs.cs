using System.Diagnostics;
using System.Text.Json;
using EdgeActors.Cli;

namespace EdgeActors.Hosts.Tests.Demo;

/// <summary>The whole, by real processes: what a newcomer runs first.</summary>
public sealed class DemoSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("edgeactors-demo-spec-").FullName;

    [SkippableFact]
    public async Task The_demo_answers_survives_a_killed_edge_and_leaves_nothing_behind()
    {
        Skip.IfNot(ModelsShip(), "models/ holds no model yet: the demo needs one to answer with.");
        var (data, progress) = (new StringWriter(), new StringWriter());

        var exit = await CommandTree.RunAsync(["demo", "--output", "json", "--data-dir", _data], data, progress);

        Assert.True(exit == ExitCodes.Done, progress.ToString());
        var report = JsonDocument.Parse(data.ToString()).RootElement;
        var answered = report.GetProperty("answered").EnumerateArray().ToList();
        Assert.NotEmpty(answered);
        Assert.All(answered, request =>
        {
            Assert.Equal("completed", request.GetProperty("status").GetString());
            Assert.NotEmpty(request.GetProperty("answer").GetString()!);
            Assert.True(request.GetProperty("steps")[0].GetProperty("result").GetProperty("hops").GetArrayLength() > 1);
        });
        var mixed = report.GetProperty("mixed").GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("result").GetProperty("answer").GetProperty("words").GetString()!).ToList();
        Assert.Contains("triangle", mixed[0], StringComparison.Ordinal);
        Assert.Equal("red", mixed[1]);
        Assert.Equal(3, report.GetProperty("split").GetProperty("rows").GetArrayLength());
        Assert.True(report.GetProperty("split").GetProperty("moved").GetBoolean(), report.GetProperty("split").ToString());
        Assert.True(report.GetProperty("interrupted").GetProperty("endedWithinDeadline").GetBoolean());
        Assert.Equal("step-started", report.GetProperty("interrupted").GetProperty("killedAfter").GetString());
        Assert.Equal(3, report.GetProperty("federated").GetProperty("models").GetArrayLength());
        Assert.All(PidsIn(progress.ToString()), pid => Assert.False(IsRunning(pid), $"process {pid} outlived the demo:\n{progress}"));
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_takes_its_hosts_with_it()
    {
        using var up = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { CliAssembly(), "up", "--port", "0", "--data-dir", _data, "--output", "json" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var progress = "";
        // "Logs are in" follows the table of addresses: every host is ready by then.
        while (await up.StandardError.ReadLineAsync() is { } line && !line.StartsWith("Logs are in", StringComparison.Ordinal))
            progress += line + "\n";
        var hosts = PidsIn(progress);
        Assert.True(hosts.Count == 5, progress);
        var running = hosts.Select(pid => Process.GetProcessById(pid)).ToList();

        up.Kill();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Task.WhenAll(running.Select(host => host.WaitForExitAsync(patience.Token)));
    }

    [Fact]
    public async Task A_host_that_can_not_start_is_told_with_the_end_of_its_log_and_the_others_are_stopped()
    {
        var progress = new StringWriter();
        // A journal that can't be opened: the cloud's folder is a file.
        await File.WriteAllTextAsync(Path.Combine(_data, "cloud"), "in the way");

        var exit = await CommandTree.RunAsync(["up", "--port", "0", "--data-dir", _data], TextWriter.Null, progress);

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("The cloud host ended before it was ready", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("data-dir", progress.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static bool ModelsShip() => Folder("models") is { } models && Directory.EnumerateFiles(models, "manifest.json", SearchOption.AllDirectories).Any();

    private static string? Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, name)) && File.Exists(Path.Combine(folder.FullName, "EdgeActors.sln")))
                return Path.Combine(folder.FullName, name);
        return null;
    }

    private static string CliAssembly() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "EdgeActors.Cli", "release", "EdgeActors.Cli.dll"));

    /// <summary>From lines such as <c>  edge      ready after 2.1 s  pid 4711  http://…</c>.</summary>
    private static List<int> PidsIn(string progress) =>
        [.. progress.Split('\n').Select(line => line.Split("  pid ")).Where(parts => parts.Length == 2).Select(parts => int.Parse(parts[1].Split(' ')[0]))];

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
