namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>A value in a YAML document; what is not there is a null value, so that paths can be written down.</summary>
internal readonly record struct YamlNode(object? Value)
{
    public YamlNode this[string key] => new(Value is Dictionary<object, object?> map ? map.GetValueOrDefault(key) : null);

    public IEnumerable<YamlNode> Items => Value is List<object?> list ? list.Select(item => new YamlNode(item)) : [];

    public IEnumerable<(string Key, YamlNode Value)> Entries => Value is Dictionary<object, object?> map ? map.Select(entry => ((string)entry.Key, new YamlNode(entry.Value))) : [];

    public bool Exists => Value is not null;

    public string Text => Value as string ?? throw new InvalidOperationException($"'{Value}' is no text");

    public override string ToString() => Value as string ?? Value?.GetType().Name ?? "nothing";
}
