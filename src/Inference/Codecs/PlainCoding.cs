using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Codecs;

/// <summary>The bytes as they are, of any element type.</summary>
internal sealed class PlainCoding : ITensorCoding
{
    public byte WireId => 0;
    public string Name => CodecNames.Float32;

    public bool Takes(TensorData tensor) => true;

    public void Encode(TensorData tensor, TensorCalibration? calibration, WireWriter to) => to.Bytes(tensor.Bytes);

    public byte[] Decode(TensorHeader header, TensorCalibration? calibration, ReadOnlySpan<byte> payload) => payload.Length == header.ByteCount
        ? payload.ToArray()
        : throw WireReader.Corrupt($"it holds {payload.Length} bytes where its shape needs {header.ByteCount}");
}
