using Akka.Configuration;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>
/// The settings of one host, each checked. A flag wins over the environment, the environment over the file given with
/// <c>--config</c>, that over the host's own <c>hocon/*.conf</c>.
/// </summary>
public sealed class SettingValues
{
    private readonly Dictionary<Setting, object> _values;

    private SettingValues(Dictionary<Setting, object> values) => _values = values;

    /// <param name="flags">What was given on the command line for a setting; null where nothing was.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="SettingException">One or more values are wrong; all of them are named.</exception>
    public static SettingValues Resolve(
        IEnumerable<Setting> settings,
        Func<Setting, IReadOnlyList<string>?> flags,
        Func<string, string?> environment,
        Config hocon)
    {
        var values = new Dictionary<Setting, object>();
        var wrong = new List<WrongSetting>();
        foreach (var setting in settings)
        {
            var (texts, source) = Find(setting, flags, environment, hocon);
            try
            {
                values[setting] = setting.ParseAll(texts);
            }
            catch (FormatException)
            {
                wrong.Add(new WrongSetting(setting.HoconPath, string.Join(",", texts), source, setting.Allowed));
            }
        }

        return wrong.Count == 0 ? new SettingValues(values) : throw new SettingException(wrong);
    }

    /// <exception cref="InvalidOperationException">The host that asks did not declare the setting.</exception>
    public T Get<T>(Setting<T> setting)
        where T : notnull =>
        _values.TryGetValue(setting, out var value)
            ? (T)value
            : throw new InvalidOperationException($"The host reads {setting.HoconPath} without declaring it among its settings.");

    private static (IReadOnlyList<string> Texts, string Source) Find(
        Setting setting, Func<Setting, IReadOnlyList<string>?> flags, Func<string, string?> environment, Config hocon)
    {
        if (flags(setting) is { } given)
            return (given, setting.Flag);
        foreach (var variable in (string?[])[setting.EnvironmentVariable, setting.WellKnownVariable])
            if (variable is not null && environment(variable) is { } text)
                return (setting.Repeatable ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text], variable);
        if (!hocon.HasPath(setting.HoconPath))
            throw new InvalidOperationException($"{setting.HoconPath} has no default: add it to the host's hocon file.");
        return (setting.Repeatable ? [.. hocon.GetStringList(setting.HoconPath)] : [hocon.GetString(setting.HoconPath) ?? ""], "HOCON");
    }
}
