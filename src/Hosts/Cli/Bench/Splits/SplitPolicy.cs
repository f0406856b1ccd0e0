namespace EdgeActors.Cli.Bench.Splits;

/// <summary>How the cut of a request is decided: a pair that is pinned, or the coordinator's own choice.</summary>
/// <param name="Name">As tables and plots show it.</param>
/// <param name="Cut">Null: the coordinator chooses.</param>
internal sealed record SplitPolicy(string Name, string? Cut, string? Codec)
{
    public static SplitPolicy Ours { get; } = new("ours", null, null);

    /// <summary>The raw picture crosses the link and everything runs on the edge.</summary>
    public static SplitPolicy EdgeOnly { get; } = new("edge-only", "input", null);

    /// <summary>Everything runs on the device; only the answer crosses.</summary>
    public static SplitPolicy DeviceOnly { get; } = new("device-only", "output", null);

    /// <summary>Knows the bandwidth beforehand; simulated with the times that were measured.</summary>
    public const string Oracle = "oracle (simulated)";

    public static SplitPolicy Fixed(string cut, string codec) => cut switch
    {
        "input" => EdgeOnly,
        "output" => DeviceOnly,
        _ => new($"{cut} {codec}", cut, codec),
    };
}
