namespace EdgeActors.Inference.Codecs;

/// <summary>A feature stream that cannot be written or read. Never caused by anything but its input: a damaged stream ends here, not in a crash.</summary>
public sealed class CodecException(string code, string message) : InferenceException(code, message)
{
    /// <summary>A codec of that name or number is not known here: the other side may be newer.</summary>
    public const string Unknown = "codec-unknown";

    public const string VersionUnknown = "feature-stream-version-unknown";
    public const string Truncated = "feature-stream-truncated";
    public const string Corrupt = "feature-stream-corrupt";

    /// <summary>A sound stream, but not of the tensors that the cut names.</summary>
    public const string Mismatch = "feature-stream-mismatch";

    public const string CalibrationMissing = "codec-calibration-missing";
}
