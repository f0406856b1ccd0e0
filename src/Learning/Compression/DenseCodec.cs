using System.Runtime.InteropServices;

namespace EdgeActors.Learning.Compression;

/// <summary>Float32, little endian: four bytes a parameter, nothing lost.</summary>
public sealed class DenseCodec : IUpdateCodec
{
    public string Name => "dense";
    public bool Unbiased => true;

    public byte[] Encode(ReadOnlySpan<float> update, Seed seed) => MemoryMarshal.AsBytes(update).ToArray();

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> update, Seed seed)
    {
        if (bytes.Length != 4L * update.Length) throw new FormatException($"{update.Length} floats take {4L * update.Length} bytes, not {bytes.Length}");
        bytes.CopyTo(MemoryMarshal.AsBytes(update));
    }
}
