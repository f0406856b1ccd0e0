using System.Text;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>A tensor on its way in or out, row-major.</summary>
/// <param name="Raw">Little-endian elements; empty for BYTES.</param>
/// <param name="Elements">The elements of a BYTES tensor; empty for every other type.</param>
public sealed record InferTensor(string Name, DataType Type, long[] Shape, byte[] Raw, IReadOnlyList<byte[]> Elements)
{
    public static InferTensor OfNumbers(string name, DataType type, long[] shape, byte[] raw) => new(name, type, shape, raw, []);

    public static InferTensor OfText(string name, params string[] texts) =>
        new(name, DataType.Bytes, [texts.Length], [], [.. texts.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>How many elements a shape holds.</summary>
    /// <exception cref="InferenceProblem">A dimension is negative, or there are more than a body can hold.</exception>
    public static long Count(string name, IReadOnlyList<long> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            if (dimension < 0)
                throw InferenceProblem.Invalid($"input '{name}': shape [{string.Join(", ", shape)}] has a negative dimension");
            if (dimension > 0 && count > int.MaxValue / dimension)
                throw InferenceProblem.Invalid($"input '{name}': shape [{string.Join(", ", shape)}] holds more elements than any body");
            count *= dimension;
        }
        return count;
    }
}
