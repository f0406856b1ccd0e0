using System.Diagnostics;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>A folder on a file system of its own (tmpfs) that can be filled to the last byte and emptied again. Takes root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "48m";
    private const int Block = 4096;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Why this machine can't have one; null when it can.</summary>
    public static string? Unavailable() => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "a file system of its own takes Linux and root";

    /// <exception cref="CommandFailed">It can't be mounted.</exception>
    public static async Task<SmallDisk> MountAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("mount", ["-t", "tmpfs", "-o", $"size={Size}", "edgeactors-crash", folder], cancel);
        return new SmallDisk(folder);
    }

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>No byte is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[Block]);
        }
        catch (IOException)
        {
            // Full: that is what was wanted.
        }
    }

    public void Clear() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await RunAsync("umount", ["-l", _folder], CancellationToken.None);

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new CommandFailed($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
