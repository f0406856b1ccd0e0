using EdgeActors.Inference.Codecs;

namespace EdgeActors.Inference.Bundles;

public sealed record BundleBuilderOptions
{
    /// <summary>Each cut costs a device the download of another head, so only a handful is offered.</summary>
    public int MostCuts { get; init; } = 6;

    /// <summary>Codecs tried at each cut; those that clip only where there are examples to calibrate on.</summary>
    public IReadOnlyList<string> Codecs { get; init; } =
    [
        CodecNames.Float32, CodecNames.Float16, CodecNames.Int8Rans, CodecNames.Int8ChannelRans,
        CodecNames.Clip4Rans, CodecNames.Clip3Rans, CodecNames.Clip2Rans,
    ];

    /// <summary>Seeded inputs on which tail(head(x)) must equal full(x).</summary>
    public int EqualityExamples { get; init; } = 4;

    /// <summary>Seeded inputs that stand in where there are no real examples; losses are then shares of changed answers, which is an upper bound.</summary>
    public int StandInExamples { get; init; } = 64;
}
