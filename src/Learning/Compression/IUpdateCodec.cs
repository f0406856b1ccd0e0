namespace EdgeActors.Learning.Compression;

/// <summary>Turns an update into the bytes that go over the wire and back. Decoding gives the same floats on every machine.</summary>
public interface IUpdateCodec
{
    /// <summary>As plans name it, with its parameters: <c>drive-2bit</c>.</summary>
    string Name { get; }

    /// <summary>
    /// True when the decoded update equals the update in expectation. Such a scheme must not get error feedback: the residual of an
    /// unbiased scheme is noise, and feeding it back accumulates it (QSGD on CIFAR-10 falls from 90.6 % to 29.3 %, Xu et al. 2021, GRACE).
    /// </summary>
    bool Unbiased { get; }

    /// <param name="seed">Of this round and device: a resend gives the same bytes.</param>
    byte[] Encode(ReadOnlySpan<float> update, Seed seed);

    /// <param name="update">As long as the model; every number is written.</param>
    /// <exception cref="FormatException">The bytes are not an update of that length in this codec.</exception>
    void Decode(ReadOnlySpan<byte> bytes, Span<float> update, Seed seed);
}
