namespace EdgeActors.Hosts.Common.Storage;

/// <summary>One writer at a time in a folder that several programs share: held until disposed of, or until the process is gone.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);

    /// <summary>How the system says that a file is held by somebody else: ERROR_SHARING_VIOLATION, or EWOULDBLOCK of Linux and of the BSDs.</summary>
    private static readonly int Held = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Waits until nobody else holds it; makes the folder where it is missing.</summary>
    /// <exception cref="IOException">The folder can't be written, as in a secret that is mounted read-only: waiting would not help.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor by this user.</exception>
    public static async Task<IDisposable> TakeAsync(string folder, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == Held)
            {
                await Task.Delay(Retry, time, cancel);
            }
        }
    }
}
