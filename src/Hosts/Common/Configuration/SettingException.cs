namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>A value that a host can't start with: which key, what it was set to and by what, and what is allowed.</summary>
public sealed record WrongSetting(string Key, string Value, string Source, string Allowed)
{
    public override string ToString() => $"{Key} = \"{Value}\" (from {Source}) can't be used; allowed: {Allowed}";
}

/// <summary>The configuration is wrong; the host stops before it has started anything.</summary>
public sealed class SettingException(IReadOnlyList<WrongSetting> wrong)
    : Exception(string.Join(Environment.NewLine, wrong))
{
    public SettingException(Setting setting, string value, string allowed)
        : this([new WrongSetting(setting.HoconPath, value, setting.Flag + ", " + setting.EnvironmentVariable + " or HOCON", allowed)])
    {
    }

    public IReadOnlyList<WrongSetting> Wrong { get; } = wrong;
}
