using System.CommandLine;
using Akka.Configuration;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>The command-line options of a host's settings.</summary>
internal sealed class SettingFlags
{
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
                Arity = setting.IsSwitch ? new ArgumentArity(0, 1) : new ArgumentArity(1, setting.Repeatable ? 1000 : 10),
                AllowMultipleArgumentsPerToken = false,
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
        return $"{setting.Help} ({setting.Allowed}){suffix}\n{setting.EnvironmentVariable}, {setting.HoconPath}";
    }
}
