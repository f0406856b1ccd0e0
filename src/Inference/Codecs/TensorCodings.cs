namespace EdgeActors.Inference.Codecs;

/// <summary>Every coding this program knows, by name and by number.</summary>
internal static class TensorCodings
{
    public static readonly ITensorCoding Plain = new PlainCoding();

    private static readonly ITensorCoding[] All =
    [
        Plain,
        new Float16Coding(),
        new Int8Coding(2, CodecNames.Int8, perChannel: false, entropyCoded: false),
        new Int8Coding(3, CodecNames.Int8Rans, perChannel: false, entropyCoded: true),
        new Int8Coding(4, CodecNames.Int8Channel, perChannel: true, entropyCoded: false),
        new Int8Coding(5, CodecNames.Int8ChannelRans, perChannel: true, entropyCoded: true),
        new ClippedCoding(6, CodecNames.Clip4Rans, bits: 4),
        new ClippedCoding(7, CodecNames.Clip3Rans, bits: 3),
        new ClippedCoding(8, CodecNames.Clip2Rans, bits: 2),
    ];

    private static readonly Dictionary<string, ITensorCoding> ByName = All.ToDictionary(c => c.Name);
    private static readonly Dictionary<byte, ITensorCoding> ByWireId = All.ToDictionary(c => c.WireId);

    public static ITensorCoding Named(string name) => ByName.GetValueOrDefault(name)
        ?? throw new CodecException(CodecException.Unknown, $"There is no codec '{name}' here: there are {string.Join(", ", ByName.Keys)}.");

    public static ITensorCoding Numbered(byte wireId) => ByWireId.GetValueOrDefault(wireId)
        ?? throw new CodecException(CodecException.Unknown,
            $"The feature stream uses coding {wireId}, which this program does not know: update it, or propose another codec.");
}
