namespace EdgeActors.Inference.Codecs;

/// <summary>
/// The ladder of codecs, from exact to small. <c>+rans</c> means entropy-coded. None of them needs training; they need calibration where
/// they clip.
/// </summary>
public static class CodecNames
{
    /// <summary>The bytes as they are.</summary>
    public const string Float32 = "float32";

    public const string Float16 = "float16";
    public const string Int8 = "int8";
    public const string Int8Rans = "int8+rans";

    /// <summary>One scale per channel (axis 1).</summary>
    public const string Int8Channel = "int8-channel";

    public const string Int8ChannelRans = "int8-channel+rans";
    public const string Clip4Rans = "clip4+rans";
    public const string Clip3Rans = "clip3+rans";
    public const string Clip2Rans = "clip2+rans";

    /// <summary>Not a tensor codec: the picture as it was taken, at cut <c>input</c>.</summary>
    public const string Picture = "picture";

    /// <summary>Not a tensor codec: nothing crosses, at cut <c>output</c>.</summary>
    public const string None = "none";

    private const string CodePrefix = "code";

    /// <summary>The code of a learned bottleneck, so much of it that nine of ten pictures take at most so many bytes.</summary>
    public static string Code(int bytes) => $"{CodePrefix}{bytes}";

    public static bool IsCode(string codec) => codec.StartsWith(CodePrefix, StringComparison.Ordinal);

    /// <summary>Those that carry tensors, from exact to small. Codes are not among them: each cut of a bottleneck has its own.</summary>
    public static IReadOnlyList<string> Ladder { get; } =
        [Float32, Float16, Int8, Int8Rans, Int8Channel, Int8ChannelRans, Clip4Rans, Clip3Rans, Clip2Rans];
}
