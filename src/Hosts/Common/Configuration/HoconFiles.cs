using Akka.Configuration;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>The HOCON files that ship with the hosts, in <c>hocon/</c> beside the program.</summary>
public static class HoconFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "hocon");

    /// <summary>One file of ours, by its name without <c>.conf</c>.</summary>
    public static Config Load(string name) => Read(Path.Combine(Folder, name + ".conf"));

    /// <summary>The first of these that sets a key wins.</summary>
    public static Config Layer(IEnumerable<Config> layers) =>
        layers.Aggregate((strong, weak) => strong.WithFallback(weak));

    /// <exception cref="HoconFileException">The file is missing or is not HOCON.</exception>
    public static Config Read(string path)
    {
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HoconFileException($"{path} can't be read: {e.Message}", e);
        }
        catch (Exception e)
        {
            // The parser throws bare exceptions of several kinds, and its usual victim is a comma after a closing brace.
            throw new HoconFileException($"{path} is not HOCON: {e.Message} (one key per line, no commas between lines)", e);
        }
    }
}
