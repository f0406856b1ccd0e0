namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>How the cut of a request is decided: a pair that is pinned, or the coordinator's own choice.</summary>
/// <param name="Name">As tables and plots show it.</param>
/// <param name="Cut">Null: the coordinator chooses.</param>
internal sealed record SplitPolicy(string Name, string? Cut, string? Codec)
{
    public const string OursName = "ours";

    public static SplitPolicy Ours { get; } = new(OursName, null, null);

    /// <summary>The raw picture crosses the link and everything runs on the edge.</summary>
    public static SplitPolicy EdgeOnly { get; } = new("edge-only", "input", null);

    /// <summary>Everything runs on the device; only the answer crosses.</summary>
    public static SplitPolicy DeviceOnly { get; } = new("device-only", "output", null);

    public static SplitPolicy Fixed(string cut, string codec) => cut switch
    {
        "input" => EdgeOnly,
        "output" => DeviceOnly,
        _ => new($"{cut} {codec}", cut, codec),
    };
}
