using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Codecs;

/// <summary>How the values of one tensor become bytes. Stateless and thread-safe.</summary>
internal interface ITensorCoding
{
    /// <summary>Written into each tensor's header; never reused for another coding.</summary>
    byte WireId { get; }

    /// <summary>One of <see cref="CodecNames.Ladder"/>.</summary>
    string Name { get; }

    /// <summary>Whether tensors of this type can be coded; others go as they are.</summary>
    bool Takes(TensorData tensor);

    void Encode(TensorData tensor, TensorCalibration? calibration, WireWriter to);

    /// <param name="payload">Exactly what <see cref="Encode"/> wrote, or damaged bytes with the same checksum: everything is checked.</param>
    byte[] Decode(TensorHeader header, TensorCalibration? calibration, ReadOnlySpan<byte> payload);
}
