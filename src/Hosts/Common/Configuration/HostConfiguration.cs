using Akka.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>Puts a host's settings together from flags, environment and HOCON files.</summary>
public static class HostConfiguration
{
    /// <summary>The HOCON that ships with the host.</summary>
    public static Config Defaults(HostDefinition definition) => HoconFiles.Layer(definition.Hocon.Select(HoconFiles.Load));

    /// <exception cref="SettingException">A value is wrong.</exception>
    /// <exception cref="HoconFileException">The file given with <c>--config</c> can't be read.</exception>
    public static (SettingValues Settings, Config Hocon) Resolve(
        HostDefinition definition, Func<Setting, IReadOnlyList<string>?> flags, Func<string, string?> environment)
    {
        var hocon = Defaults(definition);
        var file = flags(HostSettings.ConfigFile) is [.., var given] ? given : environment(HostSettings.ConfigFile.EnvironmentVariable);
        if (!string.IsNullOrEmpty(file))
        {
            var own = HoconFiles.Read(file);
            RefuseUnknownKeys(definition, own, file);
            hocon = own.WithFallback(hocon);
        }

        return (SettingValues.Resolve(definition.Settings, flags, environment, hocon), hocon);
    }

    /// <summary>A misspelt key would be ignored without a word: under <c>edgeactors</c> only declared keys may stand.</summary>
    private static void RefuseUnknownKeys(HostDefinition definition, Config own, string file)
    {
        var known = definition.Settings.Select(setting => setting.HoconPath).ToHashSet();
        var unknown = HoconKeys.Of(own).Where(key => key.StartsWith("edgeactors.", StringComparison.Ordinal) && !known.Contains(key)).ToArray();
        if (unknown.Length > 0)
            throw new SettingException([.. unknown.Select(key => new WrongSetting(key, own.GetString(key) ?? "", file, "a key that --help lists"))]);
    }
}
