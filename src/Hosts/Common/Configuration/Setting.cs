namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>
/// One thing about a host that a person may set. Its key is a path under <c>edgeactors</c> in HOCON; the flag and the
/// environment variable follow from the key, so that there is one name to remember. Its default lives in the host's
/// <c>hocon/*.conf</c>, nowhere else.
/// </summary>
public abstract class Setting(string key, string help, string allowed, bool repeatable, string? flag)
{
    /// <summary>The path under <c>edgeactors</c>, for example <c>remote.port</c>.</summary>
    public string Key { get; } = key;

    public string Help { get; } = help;

    /// <summary>What a value may be, in words that fit after "allowed: ".</summary>
    public string Allowed { get; } = allowed;

    /// <summary>Whether the flag may be given several times; in the environment the values are separated by commas.</summary>
    public bool Repeatable { get; } = repeatable;

    public string HoconPath => "edgeactors." + Key;

    /// <summary>The key with dashes, or the singular of a list: <c>--seed</c> for <c>seeds</c>.</summary>
    public string Flag { get; } = flag ?? "--" + key.Replace('.', '-');

    public string EnvironmentVariable => "EDGEACTORS_" + Key.Replace('.', '_').Replace('-', '_').ToUpperInvariant();

    /// <summary>Another variable by which the world knows it, such as <c>AzureOpenAI__Endpoint</c>; ours wins.</summary>
    public string? WellKnownVariable { get; init; }

    /// <summary>Turns the text into a value, or throws a <see cref="FormatException"/> that says what is wrong.</summary>
    internal abstract object ParseAll(IReadOnlyList<string> texts);

    internal abstract bool IsSwitch { get; }
}

/// <inheritdoc/>
public sealed class Setting<T> : Setting
    where T : notnull
{
    private readonly Func<IReadOnlyList<string>, T> _parse;

    internal Setting(string key, string help, string allowed, bool repeatable, Func<IReadOnlyList<string>, T> parse, string? flag = null)
        : base(key, help, allowed, repeatable, flag) => _parse = parse;

    internal override bool IsSwitch => typeof(T) == typeof(bool);

    internal override object ParseAll(IReadOnlyList<string> texts) => _parse(texts);
}
