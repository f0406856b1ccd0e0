namespace EdgeActors.Cli.Tiers;

/// <summary>The program of one tier, found beside this one.</summary>
internal static class HostImage
{
    /// <summary>
    /// The host's assembly: in the build output <c>artifacts/bin/EdgeActors.Edge/release/</c>, with this program in
    /// <c>artifacts/bin/EdgeActors.Cli/release/</c>; or, published together, in one folder.
    /// </summary>
    /// <param name="tier"><c>cloud</c>, <c>edge</c>, <c>gateway</c> or <c>device</c>.</param>
    /// <exception cref="CommandFailed">It is not there.</exception>
    public static string Find(string tier)
    {
        var name = $"EdgeActors.{char.ToUpperInvariant(tier[0])}{tier[1..]}";
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string[] candidates = [Path.Combine(here, $"{name}.dll"), Path.Combine(here, "..", "..", name, Path.GetFileName(here), $"{name}.dll")];
        // A host beside this program is only whole with its runtime configuration.
        return candidates.Select(Path.GetFullPath).FirstOrDefault(path => File.Exists(path) && File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json")))
            ?? throw new CommandFailed($"The {tier} host is not built: {candidates[^1]} is missing. Run: dotnet build EdgeActors.sln -c Release");
    }
}
