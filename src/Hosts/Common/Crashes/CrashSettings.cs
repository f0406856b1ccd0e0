using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>How a crash test tells a host where to die.</summary>
public static class CrashSettings
{
    public static readonly Setting<string> At = Settings.Text(
        "crash-at", "for crash tests, with development certificates only: the host kills itself (SIGKILL) there", CrashPoint.Form + ", or nothing");

    public static IReadOnlyList<Setting> All { get; } = [At];

    /// <returns>Null where nothing is asked for.</returns>
    /// <exception cref="SettingException">Asked for in earnest operation, or not understood.</exception>
    public static DeliberateCrash? Crash(SettingValues settings)
    {
        if (settings.Get(At) is not { Length: > 0 } text)
            return null;
        if (settings.Get(HostSettings.Certificates) != CertificateSource.Development)
            throw new SettingException(At, text, "nothing, unless the certificates are for development");
        try
        {
            return new DeliberateCrash(CrashPoint.Parse(text));
        }
        catch (FormatException)
        {
            throw new SettingException(At, text, CrashPoint.Form);
        }
    }
}
