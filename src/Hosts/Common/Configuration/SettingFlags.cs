using System.CommandLine;
using Akka.Configuration;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>The command-line options of a host's settings.</summary>
internal sealed class SettingFlags
{
    /// <summary>How often one flag may be given; of one that takes a single value the last counts.</summary>
    private const int MostGiven = 1000;

    private readonly Dictionary<Setting, Option<string[]>> _options = [];

    public static SettingFlags AddTo(Command command, IEnumerable<Setting> settings, Config defaults)
    {
        var flags = new SettingFlags();
        foreach (var setting in settings)
        {
            var option = new Option<string[]>(setting.Flag)
            {
                Description = Describe(setting, defaults),
                HelpName = setting.IsSwitch ? "true|false" : setting.Key.Split('.')[^1].ToUpperInvariant(),
                Arity = new ArgumentArity(setting.IsSwitch ? 0 : 1, MostGiven),
                AllowMultipleArgumentsPerToken = false,
                // Doctor and healthcheck look at the same host.
                Recursive = true,
            };
            command.Options.Add(option);
            flags._options[setting] = option;
        }

        return flags;
    }

    public Func<Setting, IReadOnlyList<string>?> Read(ParseResult parsed) => setting =>
        parsed.GetResult(_options[setting]) is not { Implicit: false } given ? null
        : given.Tokens.Count == 0 ? ["true"]
        : [.. given.Tokens.Select(token => token.Value)];

    private static string Describe(Setting setting, Config defaults)
    {
        var standard = setting.Repeatable ? string.Join(", ", defaults.GetStringList(setting.HoconPath)) : defaults.GetString(setting.HoconPath);
        var suffix = string.IsNullOrEmpty(standard) ? "" : $" [default: {standard}]";
        return $"{setting.Help} ({setting.Allowed}){suffix}\n{setting.EnvironmentVariable}{(setting.WellKnownVariable is { } known ? $", {known}" : "")}, {setting.HoconPath}";
    }
}
