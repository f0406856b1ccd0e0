using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace EdgeActors.Cli.Bench.Postgres;

/// <summary>
/// A PostgreSQL server of its own in a folder, from the programs that the distribution installs; gone with its folder afterwards. It refuses to
/// run as root, so as root it runs as the user <c>postgres</c>.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string User = "edgeactors";
    private const string ServerAccount = "postgres";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly string _programs;
    private readonly string _folder;
    private readonly int _port;

    private PostgresServer(string programs, string folder, int port) => (_programs, _folder, _port) = (programs, folder, port);

    /// <summary>What a cloud host is given as its journal's connection.</summary>
    public string Connection => $"Host=127.0.0.1;Port={_port.ToString(CultureInfo.InvariantCulture)};Database=postgres;Username={User}";

    /// <summary>The same through a socket in the file system, which is there in every network namespace.</summary>
    public string LocalConnection => $"Host={_folder};Port={_port.ToString(CultureInfo.InvariantCulture)};Database=postgres;Username={User}";

    /// <summary>Why this machine can't run one; null when it can.</summary>
    public static string? Unavailable() =>
        OperatingSystem.IsWindows() || Programs() is null ? $"no PostgreSQL server is installed under {Installed} (Debian: apt-get install postgresql)"
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv") ? "as root it takes setpriv to start a server that refuses root"
        : null;

    /// <exception cref="CommandFailed">It did not start; the message has what it said.</exception>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancel)
    {
        // In the system's folder for temporary files: the server's account must get in.
        var folder = Directory.CreateTempSubdirectory("edgeactors-postgres-").FullName;
        var server = new PostgresServer(Programs()!, folder, FreePort.Find());
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", [ServerAccount, folder], cancel);
        await server.AsServerAsync("initdb", ["-D", server.Data, "-U", User, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"], cancel);
        await server.ResumeAsync(cancel);
        return server;
    }

    /// <summary>Stops at once, as with the machine it runs on: clients are cut off, what was committed stays.</summary>
    public Task StopAsync(CancellationToken cancel) => AsServerAsync("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"], cancel);

    /// <summary>Starts again on the same data and the same port.</summary>
    public async Task ResumeAsync(CancellationToken cancel)
    {
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=60");
        await AsServerAsync("pg_ctl", ["-D", Data, "-l", Path.Combine(_folder, "log"), "-o", options, "start", "-W"], cancel);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(ReadyWithin);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await AnswersAsync(limited.Token))
            await look.WaitForNextTickAsync(limited.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync(CancellationToken.None);
        }
        catch (CommandFailed)
        {
            // It had been stopped already.
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task AsServerAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("setpriv", [$"--reuid={ServerAccount}", $"--regid={ServerAccount}", "--clear-groups", path, .. arguments], cancel)
            : RunAsync(path, arguments, cancel);
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        // The server must not inherit this program's streams: whoever reads them to their end would wait for the server's.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" \"$@\" </dev/null >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new CommandFailed($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: run it by hand to see why.");
    }

    private static string? Programs() => Directory.Exists(Installed)
        ? Directory.EnumerateDirectories(Installed).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;
}
