namespace EdgeActors.Cli.Gateway;

/// <summary>A picture of this machine, read.</summary>
internal sealed record PictureFile(string Name, byte[] Bytes)
{
    /// <exception cref="CommandFailed">There is no such file, or it can't be read.</exception>
    public static PictureFile Read(string path)
    {
        try
        {
            return new(Path.GetFileName(path), File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailed.Usage($"The picture {path} can't be read: {e.Message}");
        }
    }
}
