using System.Text;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Tests.Deployment;

namespace EdgeActors.Hosts.Tests.Configuration;

/// <summary>The page of all settings is made from the settings: this test fails when it is stale and says where the new one is.</summary>
public sealed class SettingsPageSpecs
{
    [Fact]
    public void The_page_of_settings_lists_every_setting_as_the_hosts_know_it()
    {
        var page = Page();
        var path = Repository.File("docs", "guides", "settings.md");
        if (File.Exists(path) && File.ReadAllText(path) == page)
            return;
        var made = Path.Combine(Path.GetTempPath(), "settings.md");
        File.WriteAllText(made, page);
        Assert.Fail($"docs/guides/settings.md is stale. What it should be is in {made}: copy it over.");
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Settings

            Every setting of every host, made from the program by `SettingsPageSpecs`. A key stands under `edgeactors` in a HOCON file (`--config FILE`); the
            flag is the key with dashes (`link.port`: `--link-port`), and a list's flag, its singular, may be given several times. In the environment a
            list's values are separated by commas. A flag wins over the environment, that over the file, that over the default.

            """);
        var hosts = DeployedHost.Definitions.Values.ToList();
        foreach (var group in hosts.SelectMany(host => host.Settings.Select(setting => (host.Tier, Setting: setting)))
            .GroupBy(pair => (pair.Setting.Key, pair.Setting.Help), pair => pair)
            .GroupBy(setting => string.Join(", ", setting.Select(pair => pair.Tier))))
        {
            page.Append($"\n## {char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}\n\n| key | environment | default | what it says | allowed |\n|---|---|---|---|---|\n");
            foreach (var setting in group)
            {
                var (_, known) = setting.First();
                var defaults = setting.Select(pair => (pair.Tier, Value: Default(pair.Tier, known))).ToList();
                var shown = defaults.Select(one => one.Value).Distinct().Count() == 1
                    ? Code(defaults[0].Value)
                    : string.Join(", ", defaults.GroupBy(one => one.Value).Select(one => $"{Code(one.Key)} ({string.Join(", ", one.Select(host => host.Tier))})"));
                page.Append($"| `{known.Key}`{(known.Repeatable ? $" (`{known.Flag}`)" : "")} | `{known.EnvironmentVariable}`{(known.WellKnownVariable is { } other ? $", `{other}`" : "")} | {shown} | {Cell(known.Help)} | {Cell(known.Allowed)} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Default(string tier, Setting setting)
    {
        var hocon = HostConfiguration.Defaults(DeployedHost.Definitions[tier]);
        return setting.Repeatable ? string.Join(",", hocon.GetStringList(setting.HoconPath)) : hocon.GetString(setting.HoconPath) ?? "";
    }

    private static string Code(string value) => value.Length == 0 ? "" : $"`{value}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
