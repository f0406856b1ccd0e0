namespace EdgeActors.Cli.Bench.Codecs;

/// <param name="Bytes">Of the features as float32.</param>
/// <param name="WireBytes">With headers.</param>
/// <param name="EncodeMegabytesPerSecond">Float32 bytes in, one core.</param>
/// <param name="DecodeMegabytesPerSecond">Float32 bytes out, one core.</param>
internal sealed record CodecResult(
    string Codec, string Shape, long Bytes, long WireBytes, double BitsPerValue, double EncodeMegabytesPerSecond, double DecodeMegabytesPerSecond);
