namespace EdgeActors.Cli;

/// <summary>Folders that ship with the repository, found from the program or from where it was started.</summary>
internal static class RepositoryFolders
{
    /// <summary>The nearest folder of this relative path at or above the working directory or the program's; null where there is none.</summary>
    public static string? Find(string relative) => new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
        .SelectMany(Ancestors).Select(folder => Path.Combine(folder, relative)).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Ancestors(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
