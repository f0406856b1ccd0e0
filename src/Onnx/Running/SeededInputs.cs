using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Running;

/// <summary>Inputs for a model that anyone can make again: the same seed and names give the same bytes on every machine.</summary>
public static class SeededInputs
{
    /// <summary>Floats uniform in [-1, 1); integers 0 or 1, so that they are valid indices of almost anything; booleans alternate.</summary>
    /// <param name="inputs">The fed inputs; sizes that are not known count as 1.</param>
    /// <exception cref="OnnxFormatException">An input is no tensor of numbers, or its rank is not known.</exception>
    public static Dictionary<string, Tensor> For(IEnumerable<Value> inputs, int seed) => inputs.ToDictionary(i => i.Name, i => Fill(i, seed));

    private static Tensor Fill(Value input, int seed)
    {
        if (!input.IsTensor || input.Type.Bits() < 8) throw new OnnxFormatException($"input {input} is no tensor of numbers: it can't be made up");
        if (input.Shape is null) throw new OnnxFormatException($"input {input} does not say its rank: it can't be made up");
        long[] dims = [.. input.Shape.Select(d => d.IsKnown ? d.Size : 1)];
        // A seed per input: the order in which inputs are listed must not matter.
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(seed.ToString(CultureInfo.InvariantCulture) + input.Name));
        var random = new Random(BitConverter.ToInt32(digest));
        int count = checked((int)dims.Aggregate(1L, (n, d) => n * d));
        return input.Type switch
        {
            ElementType.Float => Make(() => random.NextSingle() * 2 - 1),
            ElementType.Double => Make(() => random.NextDouble() * 2 - 1),
            ElementType.Float16 => Make(() => (Half)(random.NextSingle() * 2 - 1)),
            ElementType.BFloat16 => Make(() => (ushort)(BitConverter.SingleToUInt32Bits(random.NextSingle() * 2 - 1) >> 16)),
            ElementType.Int64 or ElementType.UInt64 => Make(() => (long)random.Next(2)),
            ElementType.Int32 or ElementType.UInt32 => Make(() => random.Next(2)),
            ElementType.Int16 or ElementType.UInt16 => Make(() => (short)random.Next(2)),
            _ => Make(() => (byte)random.Next(2)),
        };

        Tensor Make<T>(Func<T> next) where T : unmanaged
        {
            var values = new T[count];
            for (int i = 0; i < count; i++) values[i] = next();
            return Tensor.FromBytes(input.Name, input.Type, dims, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        }
    }
}
