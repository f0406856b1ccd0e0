namespace EdgeActors.Hosts.Common.Storage;

/// <summary>One writer at a time in a folder that several programs share: held until disposed of, or until the process is gone.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until nobody else holds it; makes the folder where it is missing.</summary>
    public static async Task<IDisposable> TakeAsync(string folder, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Retry, time, cancel);
            }
        }
    }
}
