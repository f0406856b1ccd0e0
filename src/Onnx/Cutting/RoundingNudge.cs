using System.Runtime.InteropServices;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// The runtime computes networks of 16-bit floats in float32 and rounds where values leave a session, so a cut through such values rounds where
/// the whole does not. What that may do to an answer is measured: each value that crosses is moved by one unit in its last place, twice what
/// rounding can do to it, up or down by chance, and the tail is run again.
/// </summary>
internal static class RoundingNudge
{
    private const ushort Magnitude = 0x7fff;
    private const ushort LargestFloat16 = 0x7bff;
    private const ushort LargestBFloat16 = 0x7f7f;

    public static bool Concerns(Tensor tensor) => tensor.Type is ElementType.Float16 or ElementType.BFloat16;

    /// <summary>Zeros, infinities and what is no number stay: rounding leaves them alone.</summary>
    public static Tensor Of(Tensor tensor, int seed)
    {
        ushort largest = tensor.Type == ElementType.Float16 ? LargestFloat16 : LargestBFloat16;
        var random = new Random(seed);
        var bits = MemoryMarshal.Cast<byte, ushort>(tensor.Bytes.Span).ToArray();
        for (int i = 0; i < bits.Length; i++)
        {
            bool up = random.Next(2) == 0;
            int size = bits[i] & Magnitude;
            if (size == 0 || size > largest) continue;
            bits[i] = (ushort)(up && size < largest ? bits[i] + 1 : bits[i] - 1);
        }
        return Tensor.FromBytes(tensor.Name, tensor.Type, tensor.Dims.AsSpan(), MemoryMarshal.AsBytes(bits.AsSpan()).ToArray());
    }
}
